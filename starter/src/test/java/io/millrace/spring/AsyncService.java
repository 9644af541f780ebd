package io.millrace.spring;

import io.millrace.processor.AsyncMapper;
import io.millrace.topology.Async;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.r2dbc.spi.ConnectionFactories;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** A service that asks elsewhere for each of its records, in three ways. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AsyncService {

    private static final Async ASYNC =
            Async.orderedByKey().named("ask").capacity(16).timeout(Duration.ofSeconds(30));

    private final String scores;
    private final String topics;

    /** {@code scores} is where the scoring service is; names of topics begin with {@code topics}. */
    AsyncService(@Value("${test.scores}") String scores, @Value("${test.topics}") String topics) {
        this.scores = scores;
        this.topics = topics;
    }

    @Bean
    Topology byRestClient() {
        RestClient client = RestClient.builder()
                .baseUrl(scores)
                .requestFactory(new JdkClientHttpRequestFactory())
                .build();
        return topology(
                "rest-client",
                AsyncMapper.blocking((card, payment) -> Objects.requireNonNull(
                        client.get().uri("/score/{payment}", payment).retrieve().body(String.class),
                        "a score has a body")));
    }

    @Bean
    Topology byWebClient() {
        WebClient client = WebClient.builder()
                .baseUrl(scores)
                .clientConnector(new JdkClientHttpConnector())
                .build();
        return topology("web-client", (card, payment) -> client.get()
                .uri("/score/{payment}", payment)
                .retrieve()
                .bodyToMono(String.class)
                .toFuture());
    }

    @Bean
    Topology byR2dbc(DatabaseClient database) {
        return topology("r2dbc", (card, payment) -> database.sql("SELECT score FROM scores WHERE payment = :payment")
                .bind("payment", payment)
                .map(row -> row.get("score", String.class))
                .one()
                .toFuture());
    }

    @Bean
    DatabaseClient database() {
        DatabaseClient database = DatabaseClient.create(
                ConnectionFactories.get("r2dbc:h2:mem:///" + topics + "?options=DB_CLOSE_DELAY=-1"));
        Mono<Long> made = database.sql("CREATE TABLE scores (payment VARCHAR(20) PRIMARY KEY, score VARCHAR(40))")
                .fetch()
                .rowsUpdated();
        Mono<Long> filled = database.sql(
                        "INSERT INTO scores VALUES ('fast-1', 'score of fast-1'), ('fast-2', 'score of fast-2'),"
                                + " ('slow-1', 'score of slow-1'), ('slow-2', 'score of slow-2')")
                .fetch()
                .rowsUpdated();
        made.then(filled).block(Duration.ofSeconds(30));
        return database;
    }

    @Bean
    KafkaAdmin.NewTopics newTopics() {
        return new KafkaAdmin.NewTopics(Stream.of("in", "rest-client", "web-client", "r2dbc")
                .map(name -> new NewTopic(topics + "-" + name, 1, (short) 1))
                .toArray(NewTopic[]::new));
    }

    private Topology topology(String name, AsyncMapper<String, String, String> mapper) {
        TopologyBuilder builder = TopologyBuilder.named(name).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(topics + "-in").mapAsync(mapper, ASYNC).to(topics + "-" + name);
        return builder.build();
    }
}
