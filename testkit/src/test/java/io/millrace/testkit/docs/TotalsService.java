package io.millrace.testkit.docs;

import io.millrace.topology.Topology;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service that the examples test. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TotalsService {

    @Bean
    Topology totals(@Value("${totals.input}") String input, @Value("${totals.output}") String output) {
        return TotalsTopology.totals(input, output);
    }
}
