package io.millrace.testkit.internal.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.MillraceException;
import io.millrace.internal.kafka.DeadLetterReplays;
import io.millrace.internal.kafka.KafkaAccess;
import io.millrace.internal.kafka.Waiting;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.OutputId;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.TopologyBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterReplayTest {

    private static final String LETTERS = "app-cards-dlt";
    private static final String FIRST = "java.lang.IllegalStateException";
    private static final String SECOND = "java.io.IOException";

    private final MemoryKafka kafka = new MemoryKafka();
    private final MemoryCluster cluster = kafka.cluster;
    private final TopicPartition input = new TopicPartition("payments", 1);
    private int instances;

    DeadLetterReplayTest() {
        cluster.createTopic("payments", 2);
        cluster.createTopic("private", 2);
        cluster.whileWaiting(duration -> {
            kafka.clock.advance(duration);
            cluster.deliverAll();
        });
    }

    @Test
    void aLetterComesBackAsItWas() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> letter = letter("value", FIRST);
        letter.headers().add(OutputId.HEADER, new byte[] {1});
        ProducerRecord<byte[], byte[]> behindOwn = new ProducerRecord<>(LETTERS, 0, letter.key(), letter.value());
        behindOwn.headers().add("trace", bytes("7")).add(OutputId.HEADER, new byte[] {1});
        letter.headers().forEach(behindOwn.headers()::add);
        behindOwn
                .headers()
                .add(
                        DeadLetterHeaders.ORIGINAL_TIMESTAMP,
                        DeadLetterHeaders.value(kafka.clock.currentTimeMillis() - 5));
        send(behindOwn);

        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(1, 0, 0));

        cluster.deliverAll();
        ConsumerRecord<byte[], byte[]> back =
                cluster.records(input, 0, Isolation.COMMITTED).get(0);
        assertThat(back.key()).isEqualTo(bytes("key"));
        assertThat(back.value()).isEqualTo(bytes("value"));
        assertThat(back.timestamp()).isEqualTo(kafka.clock.currentTimeMillis() - 5);
        assertThat(back.headers()).extracting(Header::key).containsExactly("trace");
    }

    @Test
    void aSecondReplaySendsNothingAgain() {
        cluster.createTopic(LETTERS, 2);
        send(letter("a", FIRST), letter("b", FIRST));
        replay(DeadLetterReplay.all());
        send(letter("c", FIRST));

        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(1, 0, 0));
        assertThat(sentBack()).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsNotAskedForStaysForAnotherReplay() {
        cluster.createTopic(LETTERS, 1);
        send(letter("a", FIRST), letter("b", SECOND), letter("c", FIRST), letter("d", SECOND));

        DeadLetterReplay.Result first = replay(DeadLetterReplay.all().withException("IOException"));
        DeadLetterReplay.Result rest = replay(DeadLetterReplay.all());

        assertThat(first).isEqualTo(new DeadLetterReplay.Result(2, 2, 0));
        assertThat(rest).isEqualTo(new DeadLetterReplay.Result(2, 0, 0));
        assertThat(sentBack()).containsExactly("b", "d", "a", "c");
        assertThat(cluster.committed("app-cards-dlt-replay"))
                .containsValue(new OffsetAndMetadata(4)); // all is sent, and nothing is noted beside it
    }

    @Test
    void eachFilterLetsThroughWhatItNames() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> letter = letter("a", "com.example.Outer$Broken");
        letter.headers()
                .add(DeadLetterHeaders.STAGE, bytes("score"))
                .add(DeadLetterHeaders.PHASE, bytes("PROCESSING"))
                .add(DeadLetterHeaders.EXCEPTION_CAUSE, bytes(SECOND));
        send(letter);
        DeadLetterReplay all = DeadLetterReplay.all();
        Instant now = Instant.ofEpochMilli(kafka.clock.currentTimeMillis());

        for (DeadLetterReplay other : List.of(
                all.withException("Wrong"),
                all.withStage("other"),
                all.withPhase(ErrorPhase.PRODUCTION),
                all.withTopic("refunds"),
                all.withSince(now.plusMillis(1)))) {
            assertThat(replay(other)).as("%s", other).isEqualTo(new DeadLetterReplay.Result(0, 1, 0));
        }
        assertThat(replay(new DeadLetterReplay(
                        Optional.of("Broken"),
                        Optional.of("score"),
                        Optional.of(ErrorPhase.PROCESSING),
                        Optional.of("payments"),
                        Optional.of(now))))
                .isEqualTo(new DeadLetterReplay.Result(1, 0, 0));
    }

    @Test
    void theCausesClassCountsToo() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> letter = letter("a", FIRST);
        letter.headers().add(DeadLetterHeaders.EXCEPTION_CAUSE, bytes(SECOND));
        send(letter);

        assertThat(replay(DeadLetterReplay.all().withException(SECOND)).sent()).isEqualTo(1);
    }

    @Test
    void lettersThatCannotBeSentBackStayAndDisturbNobody() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> truncated = letter("x", FIRST);
        truncated.headers().add(DeadLetterHeaders.TRUNCATED, new byte[0]);
        send(
                new ProducerRecord<>(LETTERS, 0, bytes("key"), bytes("from nowhere")),
                truncated,
                letterOf("payments", 2, "no such partition"),
                letterOf("private", 0, "not read by the topology"),
                letterOf("missing", 0, "no such topic"),
                letter("good", FIRST));

        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(1, 0, 5));
        assertThat(sentBack()).containsExactly("good");
        assertThat(cluster.records(new TopicPartition("private", 0), 0, Isolation.COMMITTED))
                .isEmpty();
    }

    @Test
    void whatATimerGaveRiseToStays() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> ofTimer = new ProducerRecord<>(LETTERS, 0, bytes("key"), null);
        ofTimer.headers().add(DeadLetterHeaders.WITHOUT_RECORD, bytes("a timer"));
        send(ofTimer, letter("good", FIRST));

        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(1, 0, 1));
        assertThat(sentBack()).containsExactly("good");
    }

    @Test
    void lettersOfATopologyByTheSameNameInAnotherServiceAreItsOwnBusiness() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> foreign = letter("theirs", FIRST);
        foreign.headers()
                .add(DeadLetterHeaders.TOPOLOGY, bytes("cards"))
                .add(DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP, bytes("other-cards"));
        ProducerRecord<byte[], byte[]> own = letter("ours", FIRST);
        own.headers()
                .add(DeadLetterHeaders.TOPOLOGY, bytes("cards"))
                .add(DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP, bytes("app-cards"));
        send(foreign, own);

        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(1, 0, 0));
        assertThat(sentBack()).containsExactly("ours");
    }

    @Test
    void lettersOfAnotherTopologyInTheSameTopicAreItsOwnBusiness() {
        cluster.createTopic(LETTERS, 1);
        ProducerRecord<byte[], byte[]> foreign = letter("theirs", FIRST);
        foreign.headers().add(DeadLetterHeaders.TOPOLOGY, bytes("other"));
        send(foreign, letter("ours", FIRST));

        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(1, 0, 0));
        assertThat(sentBack()).containsExactly("ours");
    }

    @Test
    void withoutATopicThereAreNoLetters() {
        assertThat(replay(DeadLetterReplay.all())).isEqualTo(new DeadLetterReplay.Result(0, 0, 0));
    }

    /** At each call of its producer, before it is made and after. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void whereverAReplayDiesNothingIsLostAndNothingComesTwice(int step) {
        cluster.createTopic(LETTERS, 1);
        send(letter("a", FIRST), letter("b", FIRST), letter("c", FIRST), letter("d", FIRST));

        assertThatThrownBy(() -> letters(dyingAt(step)).replay(LETTERS, DeadLetterReplay.all()))
                .isInstanceOf(ProcessDied.class);
        cluster.cutOff("dying");
        replay(DeadLetterReplay.all());

        assertThat(sentBack()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anotherReplayThatBeginsEndsTheOneBefore() {
        cluster.createTopic(LETTERS, 1);
        send(letter("a", FIRST), letter("b", FIRST));
        KafkaClientSupplier slow = steered("slow", (call, after) -> {
            if (call.equals("sendOffsetsToTransaction") && !after) {
                replay(DeadLetterReplay.all());
            }
        });

        assertThatThrownBy(() -> letters(slow).replay(LETTERS, DeadLetterReplay.all()))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("another replay");
        assertThat(sentBack()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCommitWithoutAnAnswerIsToldAndNothingComesTwice(boolean hasCommitted) {
        cluster.createTopic(LETTERS, 1);
        send(letter("a", FIRST), letter("b", FIRST));
        KafkaClientSupplier unanswered = steered("unanswered", (call, after) -> {
            if (call.equals("commitTransaction") && after == hasCommitted) {
                throw new org.apache.kafka.common.errors.TimeoutException("no answer");
            }
            if (call.equals("abortTransaction")) {
                throw new IllegalStateException("the previous call to `commitTransaction` timed out");
            }
        });

        assertThatThrownBy(() -> letters(unanswered).replay(LETTERS, DeadLetterReplay.all()))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("did not answer to the commit of the last 2")
                .hasMessageContaining("replay again");
        replay(DeadLetterReplay.all());

        assertThat(sentBack()).containsExactly("a", "b");
    }

    private DeadLetterReplay.Result replay(DeadLetterReplay which) {
        return letters(cluster.clients("replay-" + instances++)).replay(LETTERS, which);
    }

    private DeadLetterReplays letters(KafkaClientSupplier clients) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("payments").to("out");
        builder.<String, String>stream("missing").to("out");
        TopologySettings settings = TopologySettings.defaults();
        return new DeadLetterReplays(
                Planner.plan(builder.build(), "app-cards", settings),
                settings,
                new KafkaAccess(clients, "app-cards", "replay", kafka.clock, new AtOnce(), Duration.ZERO));
    }

    private List<String> sentBack() {
        cluster.deliverAll();
        return cluster.records(input, 0, Isolation.COMMITTED).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> letter(String value, String exception) {
        ProducerRecord<byte[], byte[]> letter = letterOf("payments", 1, value);
        letter.headers().add(DeadLetterHeaders.EXCEPTION, bytes(exception));
        return letter;
    }

    private ProducerRecord<byte[], byte[]> letterOf(String topic, int partition, String value) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(LETTERS, 0, bytes("key"), bytes(value));
        letter.headers()
                .add(DeadLetterHeaders.ORIGINAL_TOPIC, bytes(topic))
                .add(DeadLetterHeaders.ORIGINAL_PARTITION, DeadLetterHeaders.value(partition));
        return letter;
    }

    @SafeVarargs
    private void send(ProducerRecord<byte[], byte[]>... letters) {
        try (Producer<byte[], byte[]> producer = new ContractClients(kafka).producer()) {
            for (ProducerRecord<byte[], byte[]> letter : letters) {
                producer.send(letter);
            }
            cluster.deliverAll();
        }
    }

    private KafkaClientSupplier dyingAt(int step) {
        int[] steps = {0};
        return steered("dying", (call, after) -> {
            if (++steps[0] == step) {
                throw new ProcessDied();
            }
        });
    }

    /** Returns clients whose transactions {@code step} is asked about, before and after each call. */
    private KafkaClientSupplier steered(String instance, Step step) {
        KafkaClientSupplier clients = cluster.clients(instance);
        Set<String> calls = Set.of(
                "initTransactions",
                "beginTransaction",
                "send",
                "sendOffsetsToTransaction",
                "commitTransaction",
                "abortTransaction");
        return new KafkaClientSupplier() {
            @Override
            public Consumer<byte[], byte[]> consumer(ClientConfig config) {
                return clients.consumer(config);
            }

            @Override
            @SuppressWarnings("unchecked") // the proxy is made for this interface
            public Producer<byte[], byte[]> producer(ClientConfig config) {
                Producer<byte[], byte[]> producer = clients.producer(config);
                return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                        Producer.class.getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (proxy, method, arguments) -> {
                            boolean asks = calls.contains(method.getName());
                            if (asks) {
                                step.at(method.getName(), false);
                            }
                            try {
                                return method.invoke(producer, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                if (asks) {
                                    step.at(method.getName(), true);
                                }
                            }
                        });
            }

            @Override
            public Admin admin(ClientConfig config) {
                return clients.admin(config);
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private interface Step {
        void at(String call, boolean after);
    }

    private static final class ProcessDied extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Answers are there as soon as they are delivered. */
    private final class AtOnce implements Waiting {

        @Override
        public void pause(Duration duration) {
            kafka.clock.advance(duration);
        }

        @Override
        public <T> T await(Future<T> answer, Duration timeout)
                throws InterruptedException, ExecutionException, TimeoutException {
            cluster.deliverAll();
            return answer.get(0, TimeUnit.SECONDS);
        }
    }
}
