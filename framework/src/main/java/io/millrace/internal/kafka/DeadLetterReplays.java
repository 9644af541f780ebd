package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.internal.plan.Plan;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.TopologySettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of one topology, and how they are sent back. Independent of its runs: it may run meanwhile, here or elsewhere.
 *
 * <p>Each replay has clients of its own, and waits for Kafka. Immutable.
 */
public record DeadLetterReplays(Plan plan, TopologySettings settings, KafkaAccess access) {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplays.class);

    private static final String SUFFIX = "-dlt-replay";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /**
     * Sends back those letters of {@code topic} that {@code which} asks for, up to where it ends now.
     *
     * @throws MillraceException if that fails; what was sent by then is not sent again by another replay
     */
    public DeadLetterReplay.Result replay(String topic, DeadLetterReplay which) {
        String group = access.group() + SUFFIX;
        ClientMaker maker = new ClientMaker(plan.topology());
        Admin admin = maker.make("admin client", () -> access.clients().admin(ClientDefaults.admin(group)));
        try {
            int partitions = partitions(admin, topic);
            if (partitions == 0) {
                LOG.atInfo()
                        .addKeyValue("millrace.topology", plan.topology())
                        .log("Topology '{}' has no dead letters: there is no topic '{}'", plan.topology(), topic);
                return new DeadLetterReplay.Result(0, 0, 0);
            }
            DeadLetterSender sender = new DeadLetterSender(
                    plan.topology(),
                    access.group(),
                    which,
                    originals(admin),
                    new OutputRecords(access.time()).latest());
            DeadLetterReplay.Result result = replay(partitions(topic, partitions), sender, maker);
            tell(topic, result, sender.unusable());
            return result;
        } catch (KafkaException e) {
            throw new MillraceException(
                    "Topology '%s': the replay of its dead letters from '%s' has ended early, because Kafka answered %s. Nothing is sent twice: mend the cause and replay again."
                            .formatted(plan.topology(), topic, e.getClass().getName()),
                    e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private DeadLetterReplay.Result replay(Set<TopicPartition> letters, DeadLetterSender sender, ClientMaker maker) {
        String group = access.group() + SUFFIX;
        Consumer<byte[], byte[]> consumer =
                maker.make("consumer", () -> access.clients().consumer(ClientDefaults.deadLetterConsumer(group)));
        try (DeadLetterTransactions transactions = new DeadLetterTransactions(
                plan.topology(),
                maker.make("producer", () -> access.clients().producer(ClientDefaults.committer(group, group))),
                consumer.groupMetadata())) {
            transactions.begin();
            return sender.send(
                    new DeadLetterSource(plan.topology(), consumer, letters, access.time(), settings.startTimeout()),
                    transactions);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private void tell(String topic, DeadLetterReplay.Result result, Map<ReplayObstacle, Long> unusable) {
        LOG.atInfo()
                .addKeyValue("millrace.topology", plan.topology())
                .log(
                        "Topology '{}': {} dead letters of '{}' were sent back to where they came from, {} stay because they were not asked for",
                        plan.topology(),
                        result.sent(),
                        topic,
                        result.left());
        unusable.forEach((obstacle, count) -> LOG.atWarn()
                .addKeyValue("millrace.topology", plan.topology())
                .log(
                        "Topology '{}': {} dead letters of '{}' can't be sent back, and stay: they {}",
                        plan.topology(),
                        count,
                        topic,
                        obstacle.text()));
    }

    /** Returns what tells whether a partition is there and read by the topology; what is written there is not for anybody's choice. */
    private Predicate<TopicPartition> originals(Admin admin) {
        Map<String, Integer> counts = new HashMap<>();
        return partition -> plan.sources().stream().anyMatch(source -> source.reads(partition.topic()))
                && partition.partition() < counts.computeIfAbsent(partition.topic(), topic -> partitions(admin, topic));
    }

    /** Returns how many partitions {@code topic} has; none if there is no such topic. */
    private int partitions(Admin admin, String topic) {
        return new KafkaAnswers(plan.topology(), settings.startTimeout(), access.waiting())
                .awaitIfExists(admin.describeTopics(List.of(topic)).allTopicNames())
                .map(topics -> topics.values().stream()
                        .mapToInt(description -> description.partitions().size())
                        .sum())
                .orElse(0);
    }

    private static Set<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
    }
}
