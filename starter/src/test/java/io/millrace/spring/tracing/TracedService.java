package io.millrace.spring.tracing;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.observation.ObservationRegistry;
import io.millrace.processor.AsyncMapper;
import io.millrace.topology.Async;
import io.millrace.topology.KStream;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.web.client.RestClient;

/** A service whose topologies take each of the ways that a record may take, and keeps its spans in memory. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TracedService {

    static final List<String> WAYS = List.of("lanes", "shuffled", "exact", "called");

    private final String prefix;

    TracedService(@Value("${test.prefix}") String prefix) {
        this.prefix = prefix;
    }

    @Bean
    KafkaAdmin.NewTopics topics() {
        return new KafkaAdmin.NewTopics(WAYS.stream()
                .flatMap(way -> List.of(prefix + way + "-in", prefix + way + "-out").stream())
                .map(topic -> TopicBuilder.name(topic).partitions(1).replicas(1).build())
                .toArray(org.apache.kafka.clients.admin.NewTopic[]::new));
    }

    @Bean
    Topology lanes(Seen seen) {
        return topology("lanes", stream -> stream.stage("second", 1)
                .peek((key, value) -> seen.traceIds.add(String.valueOf(MDC.get("traceId")))));
    }

    @Bean
    Topology shuffled() {
        return topology("shuffled", stream -> stream.selectKey((key, value) -> value)
                .repartition(Repartitioned.as("by-value")));
    }

    @Bean
    Topology exact() {
        return topology("exact", stream -> stream.stage("second", 1));
    }

    @Bean
    Topology called(Elsewhere elsewhere, ObservationRegistry registry) {
        RestClient client = RestClient.builder()
                .baseUrl(elsewhere.url())
                .observationRegistry(registry)
                .build();
        return topology(
                "called",
                stream -> stream.mapAsync(
                        AsyncMapper.blocking((key, value) -> {
                            client.get().uri("/").retrieve().toBodilessEntity();
                            return value;
                        }),
                        Async.ordered().named("ask")));
    }

    private Topology topology(String way, Function<KStream<String, String>, KStream<String, String>> middle) {
        TopologyBuilder builder = TopologyBuilder.named(way).defaultSerdes(Serdes.String(), Serdes.String());
        middle.apply(builder.stream(prefix + way + "-in")).to(prefix + way + "-out");
        return builder.build();
    }

    @Bean
    Seen seen() {
        return new Seen();
    }

    @Bean
    Elsewhere elsewhere() throws IOException {
        return new Elsewhere();
    }

    @Bean
    Spans spans() {
        return new Spans(InMemorySpanExporter.create());
    }

    @Bean
    SpanProcessor spanProcessor(Spans spans) {
        return SimpleSpanProcessor.create(spans.exporter());
    }

    /** What user code has seen. Thread-safe. */
    static final class Seen {
        final Queue<String> traceIds = new ConcurrentLinkedQueue<>();
    }

    /** The spans that have ended. Thread-safe. */
    record Spans(InMemorySpanExporter exporter) {

        /** Returns those of a trace by their names. */
        List<SpanData> of(String trace) {
            return exporter.getFinishedSpanItems().stream()
                    .filter(span -> span.getTraceId().equals(trace))
                    .toList();
        }
    }

    /** Another service, which keeps the trace headers of its requests. Thread-safe. */
    static final class Elsewhere implements AutoCloseable {
        final Queue<String> traceparents = new ConcurrentLinkedQueue<>();
        private final HttpServer server;

        Elsewhere() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                traceparents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
