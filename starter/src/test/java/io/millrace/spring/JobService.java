package io.millrace.spring;

import io.millrace.topology.Named;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A job as a scheduler starts it, in a process of its own. A record {@code poison} fails it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class JobService {

    public static void main(String[] arguments) {
        SpringApplication.run(JobService.class, arguments);
    }

    @Bean
    Topology job(@Value("${test.input}") String input, @Value("${test.output}") String output) {
        TopologyBuilder builder = TopologyBuilder.named("job").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(input)
                .mapValues(JobService::refusingPoison, Named.as("digest"))
                .to(output);
        return builder.build();
    }

    private static String refusingPoison(String value) {
        if (value.equals("poison")) {
            throw new IllegalArgumentException("poison");
        }
        return value;
    }
}
