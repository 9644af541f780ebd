package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.StorePlan;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.support.Cluster;
import io.millrace.support.TopicReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The committer against a broker: what of a commit becomes visible, and what becomes of one that is disturbed. */
class TransactionCommitterIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Cluster cluster = Cluster.shared();
    private final KafkaClientSupplier clients = new PropertiesClientSupplier(cluster.engineProperties());
    private final TimeSource time = TimeSource.system();
    private final String application = Cluster.application();
    private final String group = application + "-cards";
    private final String id = group + "-" + UUID.randomUUID();
    private final String in = cluster.topic("in", 1);
    private final TopicPartition partition = new TopicPartition(in, 0);
    private final String profiles = StorePlan.changelog(group, "profiles");
    private final ChangedState state = new ChangedState(in, group, time);
    private final PartitionAssignment assignment = state.assign(0);
    private final Consumer<byte[], byte[]> consumer = clients.consumer(ClientDefaults.consumer(group));
    private final AdminQuestions questions =
            new AdminQuestions(() -> clients.admin(ClientDefaults.admin(group)), group);
    private final OutputBuffers buffers = new OutputBuffers();
    private final CommitWorker worker = new CommitWorker(
            id,
            new CommitProducer(
                    this::producer,
                    new GroupOffsets(questions::stableOffsets, TIMEOUT, new PlainWaiting())::of,
                    new ChangelogTopics("cards", changelogs(), time),
                    new OutputRecords(time),
                    new Latencies(time)),
            () -> {},
            () -> {});
    private final TransactionCommitter committer =
            new TransactionCommitter("cards", consumer, state.stores, buffers, worker, time);
    private boolean losesNextAnswer;

    @BeforeEach
    void join() {
        consumer.subscribe(List.of(in), new FromTheBeginning());
        awaitAssignment();
        worker.doWork();
    }

    @AfterEach
    void close() {
        worker.close();
        consumer.close();
        questions.close();
        state.stores.close();
    }

    @Test
    void changesMarkerAndOffsetBecomeVisibleTogether() {
        state.put(assignment, ChangedState.PROFILES, "a", "1");

        commit(10);

        assertThat(visible(profiles)).containsExactly("a=1", "marker " + marker(1, 10));
        assertThat(visible(StorePlan.changelog(group, "totals"))).containsExactly("marker " + marker(1, 10));
        assertThat(committed())
                .isEqualTo(CommitMetadata.withState(4, List.of("profiles", "totals"), new CommitId(id, 1))
                        .with(new Position(10, null)));
    }

    @Test
    void theChangelogGoesOnWhereItsNextRecordIs() {
        state.put(assignment, ChangedState.PROFILES, "a", "1");
        commit(10);
        long next = state.of(assignment).loadedTo("profiles").orElseThrow();

        state.put(assignment, ChangedState.PROFILES, "b", "2");
        commit(20);

        assertThat(next).isEqualTo(2);
        try (TopicReader reader = new TopicReader(cluster, profiles)) {
            reader.values();
            assertThat(reader.allRecords().get(2).offset()).isGreaterThanOrEqualTo(next);
        }
    }

    @Test
    void nothingIsVisibleOfACommitThatWasRefusedForAnOldPlaceInTheGroup() {
        state.put(assignment, ChangedState.PROFILES, "a", "1");
        begin(10);
        committer.advance(); // takes our place in the group as it is now
        rejoin();

        worker.doWork();

        assertThat(committer.advance()).isFalse();
        assertThat(visible(profiles)).isEmpty();
        assertThat(cluster.committed(application, "cards")).isEmpty();
    }

    @Test
    void aCommitThatWasRefusedForAnOldPlaceInTheGroupIsMadeWithTheNewOne() {
        state.put(assignment, ChangedState.PROFILES, "a", "1");
        begin(10);
        committer.advance();
        rejoin();

        finish();

        assertThat(visible(profiles)).containsExactly("a=1", "marker " + marker(1, 10));
        assertThat(committed().offset()).isEqualTo(10);
    }

    @Test
    void aProducerThatWasFencedIsReplacedAndNothingIsLostOrWrittenTwice() {
        commit(10);
        try (Producer<byte[], byte[]> second = clients.producer(ClientDefaults.committer(group, id))) {
            second.initTransactions();
        }
        state.put(assignment, ChangedState.PROFILES, "a", "1");

        commit(20);

        assertThat(visible(profiles)).containsExactly("marker " + marker(1, 10), "a=1", "marker " + marker(2, 20));
    }

    @Test
    void aNewOwnerMayShutTheProducerOutOfItsOpenTransaction() throws ExecutionException, InterruptedException {
        commit(10);
        try (Admin admin = clients.admin(ClientDefaults.admin(group))) {
            admin.fenceProducers(List.of(id)).all().get();
        }
        state.put(assignment, ChangedState.PROFILES, "a", "1");

        commit(20);

        assertThat(visible(profiles)).containsExactly("marker " + marker(1, 10), "a=1", "marker " + marker(2, 20));
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNotWrittenTwice() {
        state.put(assignment, ChangedState.PROFILES, "a", "1");
        losesNextAnswer = true;

        commit(10);

        assertThat(visible(profiles)).containsExactly("a=1", "marker " + marker(1, 10));
    }

    @Test
    void theLargestEntryThatMayBeSentIsTaken() {
        String large = "x".repeat(ClientDefaults.LARGEST_CHANGE_BYTES - 200);
        state.put(assignment, ChangedState.PROFILES, "a", large);

        commit(10);

        assertThat(visible(profiles)).hasSize(2).first().isEqualTo("a=" + large);
    }

    private List<ChangelogTopic> changelogs() {
        try (Admin admin = clients.admin(ClientDefaults.admin(group))) {
            return new ChangelogCheck(
                            new Changelogs(ChangedState.plan(in), group),
                            new KafkaAnswers("cards", TIMEOUT, new PlainWaiting()))
                    .run(admin);
        }
    }

    @SuppressWarnings("unchecked") // the proxy has the interface it was made with
    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> producer = clients.producer(ClientDefaults.committer(group, id));
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(producer, arguments);
                        if (method.getName().equals("commitTransaction") && losesNextAnswer) {
                            losesNextAnswer = false;
                            throw new TimeoutException("the answer was lost");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void begin(long offset) {
        state.seal();
        committer.begin(Map.of(assignment, new Position(offset, null)));
    }

    private void commit(long offset) {
        begin(offset);
        finish();
    }

    private void finish() {
        await().pollInterval(Duration.ofMillis(1)).atMost(TIMEOUT).until(() -> {
            consumer.poll(Duration.ZERO);
            boolean durable = committer.advance();
            worker.doWork();
            return durable;
        });
    }

    /** Has the group count one generation more, with the same partitions for us. */
    private void rejoin() {
        int before = consumer.groupMetadata().generationId();
        consumer.enforceRebalance();
        await().until(() -> {
            consumer.poll(Duration.ofMillis(10));
            return consumer.groupMetadata().generationId() > before;
        });
        awaitAssignment();
    }

    private void awaitAssignment() {
        await().until(() -> {
            consumer.poll(Duration.ofMillis(10));
            return !consumer.assignment().isEmpty();
        });
    }

    private OffsetAndMetadata committed() {
        return Optional.ofNullable(cluster.committed(application, "cards").get(partition))
                .orElseThrow();
    }

    private List<String> visible(String changelog) {
        try (TopicReader reader = new TopicReader(cluster, changelog)) {
            reader.values();
            return reader.allRecords().stream()
                    .map(record -> Marker.isKey(record.key().getBytes(StandardCharsets.UTF_8))
                            ? "marker " + record.value()
                            : record.key() + "=" + record.value())
                    .toList();
        }
    }

    private String marker(long epoch, long offset) {
        return new String(
                new Marker(id, epoch, Division.BY_PARTITION, Map.of(new TopicPartition(in, 0), offset)).value(),
                StandardCharsets.UTF_8);
    }

    /** Nothing is committed yet, and nothing else says where to begin. */
    private final class FromTheBeginning implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(assigned -> consumer.seek(assigned, 0));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }
}
