package io.millrace.testkit.internal.spring;

import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A service as users write it: how often has each word come? */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CountService {

    @Bean
    Topology count(@Value("${count.input}") String input, @Value("${count.output}") String output) {
        TopologyBuilder builder = TopologyBuilder.named("count");
        builder.stream(input, Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count()
                .toStream()
                .to(output, Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
