package io.millrace.samples.fraud.stats;

import io.millrace.samples.common.stats.StatsHistory;
import io.millrace.samples.fraud.kafka.PaymentReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the page's chart shows. */
@Configuration(proxyBeanMethods = false)
class StatsConfiguration {

    @Bean
    StatsHistory statsHistory(PaymentReader payments, AlertStats alerts, Clock clock) {
        return new StatsHistory(payments.payments(), alerts.alerts(), alerts::endToEnd, clock);
    }
}
