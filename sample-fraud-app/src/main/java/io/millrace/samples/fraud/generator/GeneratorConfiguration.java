package io.millrace.samples.fraud.generator;

import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.fraud.kafka.PaymentWriter;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The generator and the ledger of what it made, which know each other by the ids of this run's payments. */
@Configuration(proxyBeanMethods = false)
class GeneratorConfiguration {

    @Bean
    String generatorIdPrefix(Clock clock) {
        return "g" + Long.toString(clock.millis(), 36) + "-";
    }

    @Bean
    FraudLedger fraudLedger(String generatorIdPrefix, Clock clock) {
        return new FraudLedger(generatorIdPrefix, clock);
    }

    @Bean
    Feed generatorFeed(
            GeneratorProperties properties,
            String generatorIdPrefix,
            FraudLedger ledger,
            PaymentWriter writer,
            Clock clock) {
        PaymentSource source = new PaymentSource(
                new PaymentGenerator(properties, generatorIdPrefix), ledger, writer, clock, properties);
        return new Feed("payments", properties.rate(), properties.maxRate(), source);
    }
}
