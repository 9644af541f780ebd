package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.KafkaClientException;
import io.millrace.errors.MillraceException;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The end of a run at which its outputs leave: the writers of its workers, and the producers of what leaves at once and of what
 * leaves with the checkpoint.
 *
 * <p>Confined to the thread that builds the run.
 */
final class OutputEnd {

    private final Plan plan;
    private final TopologySettings settings;
    private final KafkaAccess access;
    private final Latencies latencies;
    private final ClientMaker clients;
    private final OutputLimits limits;
    private final OutputSizes sizes;
    private final OutputBuffers buffers = new OutputBuffers();
    private final AtomicBoolean collecting;

    /** {@code questions} has the admin client that is asked while the topology runs. */
    OutputEnd(Plan plan, TopologySettings settings, KafkaAccess access, AdminQuestions questions, Latencies latencies) {
        this.plan = plan;
        this.settings = settings;
        this.access = access;
        this.latencies = latencies;
        this.collecting = new AtomicBoolean(!(settings.trigger() instanceof Trigger.RealTime));
        this.clients = new ClientMaker(plan.topology());
        this.limits = new OutputLimits(
                plan.topology(), new KafkaAnswers(plan.topology(), settings.startTimeout(), access.waiting()));
        this.sizes = new OutputSizes(topic -> limits.of(questions.admin(), topic));
    }

    /**
     * Asks how large the records of the topics may be that the topology always writes to, and waits for the answer. They exist.
     *
     * @throws MillraceException if there is no answer in time
     */
    void check(Admin admin) {
        List<String> topics = new ArrayList<>(topics(plan.sinks()));
        plan.deadLetters().map(DeadLetterPlan::topic).ifPresent(topics::add);
        if (!topics.isEmpty()) {
            sizes.learn(limits.of(admin, topics));
        }
    }

    /**
     * Returns what makes the writers, ready to take outputs for all topics that the topology always writes to.
     *
     * @param executor may block
     * @param onFailure is told of the first output that can't be written; called by any thread
     * @throws BrokerUnavailableException if the brokers go away meanwhile
     * @throws KafkaClientException if Kafka refuses a client's settings
     */
    OutputWriters writers(Executor executor, Consumer<Throwable> onFailure) {
        OutputFailures failures = new OutputFailures(plan.topology());
        OutputTopics topics =
                new OutputTopics(sizes::find, executor, (topic, cause) -> onFailure.accept(failures.of(topic, cause)));
        boolean withCheckpoint = plan.isExactlyOnce();
        topics(SinkPlan.Sending.WITH_CHECKPOINT).forEach(topics::await);
        boolean sends = !withCheckpoint || sendsAtOnce();
        return new OutputWriters(
                plan,
                sends ? Optional.of(sink(topics(SinkPlan.Sending.AT_ONCE), executor, onFailure)) : Optional.empty(),
                new TransactionOutputs(buffers, topics, sizes, failures));
    }

    /**
     * Returns the producer of commits.
     *
     * @param offsets reads what the group has committed
     * @throws KafkaClientException if Kafka refuses the client's settings
     */
    CommitProducer committer(String transactionalId, GroupOffsets offsets, List<ChangelogTopic> changelogs) {
        return clients.make(
                "producer of checkpoints",
                () -> new CommitProducer(
                        () -> access.clients().producer(ClientDefaults.committer(access.group(), transactionalId)),
                        offsets::of,
                        new ChangelogTopics(plan.topology(), changelogs, access.time()),
                        new OutputRecords(access.time()),
                        latencies));
    }

    /** Returns what waits for a transaction. */
    OutputBuffers buffers() {
        return buffers;
    }

    /** Returns where to note whether outputs had better be collected than sent at once. */
    AtomicBoolean collecting() {
        return collecting;
    }

    private SinkProducer sink(List<String> topics, Executor executor, Consumer<Throwable> onFailure) {
        SinkRoutes.Clients producers = new SinkRoutes.Clients(
                () -> access.clients().producer(ClientDefaults.liveProducer(access.group())),
                () -> access.clients().producer(ClientDefaults.bulkProducer(access.group())),
                collecting::get,
                executor);
        SinkProducer sink = clients.make(
                "producer",
                () -> new SinkProducer(plan.topology(), producers, sizes, latencies, access.time(), onFailure));
        try {
            sink.prepare(topics);
        } catch (RetriableException e) {
            sink.close(Duration.ZERO);
            throw new BrokerUnavailableException(plan.topology(), settings.startTimeout(), e);
        } catch (RuntimeException e) {
            sink.close(Duration.ZERO);
            throw e;
        }
        return sink;
    }

    private boolean sendsAtOnce() {
        return Stream.concat(
                        plan.sinkPlans().stream(), plan.deadLetters().stream().map(DeadLetterPlan::sink))
                .anyMatch(sink -> sink.sending() == SinkPlan.Sending.AT_ONCE);
    }

    /** Returns the topics that outputs which leave in the way of {@code sending} always go to. */
    private List<String> topics(SinkPlan.Sending sending) {
        List<String> topics = new ArrayList<>(topics(plan.sinks().stream()
                .filter(sink -> plan.sinkPlan(sink.name()).sending() == sending)
                .toList()));
        plan.deadLetters()
                .filter(letters -> letters.sink().sending() == sending)
                .map(DeadLetterPlan::topic)
                .ifPresent(topics::add);
        return topics;
    }

    /** Returns the topics that {@code sinks} always write to. */
    private static List<String> topics(List<Node.Sink> sinks) {
        return sinks.stream()
                .map(Node.Sink::destination)
                .filter(Node.FixedTopic.class::isInstance)
                .map(destination -> ((Node.FixedTopic) destination).topic())
                .distinct()
                .toList();
    }
}
