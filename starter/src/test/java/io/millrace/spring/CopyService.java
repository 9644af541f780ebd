package io.millrace.spring;

import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import io.millrace.topology.Topology;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** A service as users write it: one topology that copies records, and the topics that it needs. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CopyService {

    private final String input;
    private final String output;

    CopyService(@Value("${test.input}") String input, @Value("${test.output}") String output) {
        this.input = input;
        this.output = output;
    }

    @Bean
    Topology copy() {
        return TestTopologies.copy("copy", input, output);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "test.create-topics", matchIfMissing = true)
    KafkaAdmin.NewTopics topics() {
        return new KafkaAdmin.NewTopics(topic(input), topic(output));
    }

    @Bean
    States states() {
        return new States();
    }

    private static NewTopic topic(String name) {
        return TopicBuilder.name(name).partitions(2).replicas(1).build();
    }

    /** Notes the states of the topology. Thread-safe. */
    static final class States implements TopologyListener {

        final List<TopologyState> seen = new CopyOnWriteArrayList<>();

        @Override
        public void stateChanged(String topology, TopologyState from, TopologyState to) {
            seen.add(to);
        }
    }
}
