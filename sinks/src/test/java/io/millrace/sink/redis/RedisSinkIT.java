package io.millrace.sink.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.millrace.MillraceEngine;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RecordFailedException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologyState;
import io.millrace.sink.Sink;
import io.millrace.sink.support.Kafka;
import io.millrace.sink.support.Payments;
import io.millrace.sink.support.RedisServer;
import io.millrace.sink.support.RefusedNames;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Redis has in the end. */
@SuppressWarnings("try") // an engine runs while its block does, and needs no further word
class RedisSinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka kafka = Kafka.shared();
    private final RedisServer server = RedisServer.shared();
    private final StatefulRedisConnection<String, String> connection =
            server.client().connect();
    private final RedisCommands<String, String> redis = connection.sync();

    @BeforeEach
    void empty() {
        redis.flushall();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    /** Counts the payments of each account. */
    private Sink<String, String> counts() {
        return RedisSink.<String, String>of(
                        server.client(), payment -> RedisWrite.incrementField("counts", payment.key(), 1))
                .exactly();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCountedCountsOnceThroughFailures(Delivery delivery) {
        Payments payments = new Payments(700);
        payments.send(3_000);
        try (MillraceEngine engine = kafka.engine(
                payments.application(), Kafka.quick().withDelivery(delivery), payments.topology(counts()))) {
            payments.awaitAll(PATIENCE);
        }

        assertThat(redis.hgetall("counts")).isEqualTo(expectedCounts(payments));
        payments.assertReplays();
    }

    @Test
    void whatIsCountedCountsOnceThroughStopsAndTheServersEnd() {
        Payments payments = new Payments(900);
        Topology topology = payments.topology(counts());
        payments.send(500);
        try (MillraceEngine engine = kafka.engine(payments.application(), Kafka.quick(), topology)) {
            await().atMost(PATIENCE).until(() -> !redis.hgetall("counts").isEmpty());
            payments.send(500);
            server.kill();
            payments.send(500);
            server.start();
            payments.send(500);
            payments.awaitAll(PATIENCE);
        }
        payments.send(500);
        try (MillraceEngine again = kafka.engine(payments.application(), Kafka.quick(), topology)) {
            payments.awaitAll(PATIENCE);
        }

        assertThat(redis.hgetall("counts")).isEqualTo(expectedCounts(payments));
    }

    @Test
    void keysAreSetInOrderAndDeleted() {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "Ada");
        kafka.send(topic, 0, "b", "Bob");
        kafka.send(topic, 0, "a", null);
        kafka.send(topic, 0, "b", "Ben");
        String application = Kafka.application();
        Sink<String, String> sink = RedisSink.of(
                server.client(),
                name -> name.value() == null
                        ? RedisWrite.delete("name:" + name.key())
                        : RedisWrite.set("name:" + name.key(), name.value()));
        try (MillraceEngine engine = kafka.engine(application, Kafka.quick(), names(topic, sink))) {
            await().atMost(PATIENCE).until(() -> kafka.committed(application, "names") == 4);
        }

        assertThat(redis.keys("name:*")).containsExactly("name:b");
        assertThat(redis.get("name:b")).isEqualTo("Ben");
    }

    @Test
    void aCommandThatCannotBeFailsTheTopologyAtOnce() {
        redis.set("list", "is none");
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "number", "1");
        kafka.send(topic, 0, "list", "2");
        kafka.send(topic, 0, "number", "3");
        Sink<String, String> sink = RedisSink.<String, String>of(
                server.client(),
                record -> record.key().equals("list")
                        ? RedisWrite.of("LPUSH", "list", record.value())
                        : RedisWrite.increment("number", Long.parseLong(record.value())));
        try (MillraceEngine engine = kafka.engine(
                Kafka.application(),
                Kafka.quick().withRestart(new RestartPolicy(0, Duration.ofMillis(20), Duration.ofMillis(20))),
                names(topic, sink))) {
            await().atMost(PATIENCE).until(() -> engine.topology("names").state() == TopologyState.FAILED);

            assertThat(engine.topology("names").failure()).hasValueSatisfying(failure -> assertThat(failure)
                    .isInstanceOfSatisfying(RecordFailedException.class, record -> assertThat(record.offset())
                            .isEqualTo(1))
                    .cause()
                    .isInstanceOf(RedisCommandExecutionException.class));
        }
        assertThat(redis.get("number"))
                .as("added once, and nothing overtakes what failed")
                .isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedRecordIsADeadLetterThoughWhatIsBehindItWasWrittenBeforeAFailure(Delivery delivery) {
        redis.set("text", "is no list");
        Sink<String, String> sink = RedisSink.<String, String>of(
                        server.client(),
                        name -> name.key().equals(RefusedNames.REFUSED)
                                ? RedisWrite.of("LPUSH", "text", name.value())
                                : RedisWrite.setField("names", name.key(), name.value()))
                .exactly();
        RefusedNames refused = new RefusedNames(sink, delivery, () -> redis.hgetall("names"));

        refused.runThroughAFailure();

        assertThat(redis.hgetall("names")).hasSize(3);
        if (delivery == Delivery.EXACTLY_ONCE) {
            assertThat(refused.deadLetters()).hasSize(1);
        } else {
            assertThat(refused.deadLetters()).isNotEmpty();
        }
        assertThat(givenUp()).containsExactly("0000000000000000001.0000000000");
        refused.runOnceMore();
        assertThat(givenUp())
                .as("what a checkpoint covers is forgotten")
                .containsExactly("0000000000000000004.0000000000");
    }

    @Test
    void aCommandOfMorePartsThanAScriptCanTakeIsRefused() {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "large", "7890");
        kafka.send(topic, 0, "larger", "8000");
        String application = Kafka.application();
        try (MillraceEngine engine = kafka.engine(
                application,
                Kafka.quick().withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.skip())),
                names(topic, lists()))) {
            await().atMost(PATIENCE).until(() -> kafka.committed(application, "names") == 2);
        }

        assertThat(redis.llen("large")).isEqualTo(7_890);
        assertThat(redis.exists("larger")).isZero();
    }

    @Test
    void aBatchOfManyPartsIsWrittenInSeveralCalls() {
        String topic = kafka.topic(1);
        for (int record = 0; record < 200; record++) {
            kafka.send(topic, 0, "list-" + record % 2, "7000");
        }
        kafka.flush();
        String application = Kafka.application();
        try (MillraceEngine engine = kafka.engine(application, Kafka.quick(), names(topic, lists()))) {
            await().atMost(PATIENCE).until(() -> kafka.committed(application, "names") == 200);
        }

        assertThat(redis.llen("list-0")).isEqualTo(700_000);
        assertThat(redis.llen("list-1")).isEqualTo(700_000);
    }

    /** Appends as many elements as the value says to the list of the key. */
    private Sink<String, String> lists() {
        return RedisSink.of(
                server.client(),
                record -> RedisWrite.of(
                        "RPUSH",
                        Stream.concat(
                                        Stream.of(record.key()),
                                        Stream.generate(() -> "x").limit(Long.parseLong(record.value())))
                                .toArray()));
    }

    private List<String> givenUp() {
        return redis.hgetall("millrace:outputs").values().stream()
                .flatMap(position -> Stream.of(position.split(" ")).skip(1))
                .toList();
    }

    private static Topology names(String topic, Sink<String, String> sink) {
        TopologyBuilder builder = TopologyBuilder.named("names").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String())).to(sink, Batched.as("names"));
        return builder.build();
    }

    private static Map<String, String> expectedCounts(Payments payments) {
        return payments.expected().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        tally -> String.valueOf(tally.getValue().count()),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
