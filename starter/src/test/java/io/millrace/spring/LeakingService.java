package io.millrace.spring;

import io.millrace.processor.AsyncMapper;
import io.millrace.state.Materialized;
import io.millrace.topology.Async;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** A service whose code puts all of a record into what it throws, wherever it can. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LeakingService {

    static final List<String> WAYS = List.of("skipping", "keeping", "retrying", "asking", "failing", "unreadable");

    private final String prefix;

    LeakingService(@Value("${test.prefix}") String prefix) {
        this.prefix = prefix;
    }

    @Bean
    KafkaAdmin.NewTopics topics() {
        return new KafkaAdmin.NewTopics(WAYS.stream()
                .flatMap(way -> Stream.of(prefix + way + "-in", prefix + way + "-out"))
                .map(topic -> TopicBuilder.name(topic).partitions(1).replicas(1).build())
                .toArray(NewTopic[]::new));
    }

    @Bean
    Topology skipping() {
        return topology("skipping", LeakingService::leaking);
    }

    @Bean
    Topology keeping() {
        return topology(
                "keeping",
                stream -> leaking(stream.groupByKey()
                        .reduce((sum, value) -> sum + value, Materialized.as("sums"))
                        .toStream()));
    }

    @Bean
    Topology retrying() {
        return topology("retrying", LeakingService::leaking);
    }

    @Bean
    Topology asking() {
        return topology(
                "asking",
                stream -> stream.mapAsync(
                        AsyncMapper.blocking((key, value) -> {
                            throw leak(key, value);
                        }),
                        Async.ordered()));
    }

    @Bean
    Topology failing() {
        return topology("failing", LeakingService::leaking);
    }

    @Bean
    Topology unreadable() {
        TopologyBuilder builder = TopologyBuilder.named("unreadable")
                .defaultSerdes(Serdes.String(), Serdes.serdeFrom(Serdes.String().serializer(), (topic, bytes) -> {
                    throw leak(topic, new String(bytes, StandardCharsets.UTF_8));
                }));
        builder.<String, String>stream(prefix + "unreadable-in").to(prefix + "unreadable-out");
        return builder.build();
    }

    private static KStream<String, String> leaking(KStream<String, String> stream) {
        return stream.mapValues((key, value) -> {
            throw leak(key, value);
        });
    }

    private static RuntimeException leak(String key, String value) {
        return new IllegalStateException(
                "can't take " + key + " " + value, new IllegalArgumentException("nor can " + key + " " + value));
    }

    private Topology topology(String way, Function<KStream<String, String>, KStream<String, String>> middle) {
        TopologyBuilder builder = TopologyBuilder.named(way).defaultSerdes(Serdes.String(), Serdes.String());
        middle.apply(builder.stream(prefix + way + "-in")).to(prefix + way + "-out");
        return builder.build();
    }
}
