package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.ShardGroup;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a shard has all its inputs here. Where state is divided, it is not begun before. Where it is not, Kafka has to be
 * asked how many there are: without one of them the shard would make wrong state, and nobody would see it.
 *
 * <p>Confined to the restore worker.
 */
final class InputsWatch {

    private static final Logger LOG = LoggerFactory.getLogger(InputsWatch.class);
    private static final long COMPLAINT_NANOS = 10_000_000_000L;

    private final String topology;
    private final ShardGroup group;
    private final Set<TopicPartition> inputs;
    private final Question<Map<String, Integer>> counts;
    private Set<String> missing = Set.of();
    private long complainAt;

    /** {@code inputs} are those of {@code shard} that are assigned to this instance. */
    InputsWatch(RestoreParts parts, Shard shard, Set<TopicPartition> inputs) {
        this.topology = parts.topology();
        this.group = parts.changelogs().plan().shardGroup(shard.group());
        this.inputs = inputs;
        this.counts = new Question<>(
                "how many partitions %s have".formatted(group.topics()),
                () -> parts.questions().partitionCounts(group.topics()),
                parts.wakeUp());
    }

    /** Asks if need be; {@code now} is the engine's nanoTime. */
    boolean isComplete(long now) {
        return switch (group.division()) {
            case BY_PARTITION -> true;
            case UNDIVIDED ->
                counts.answer(now).map(found -> hasAll(found, now)).orElse(false);
        };
    }

    private boolean hasAll(Map<String, Integer> found, long now) {
        Set<String> others = found.entrySet().stream()
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(number -> new TopicPartition(topic.getKey(), number)))
                .filter(partition -> !inputs.contains(partition))
                .map(TopicPartition::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        if (others.isEmpty()) {
            return true;
        }
        complain(others, now);
        counts.askAgain(now);
        return false;
    }

    private void complain(Set<String> others, long now) {
        if (!others.equals(missing) || now - complainAt >= 0) {
            missing = others;
            complainAt = now + COMPLAINT_NANOS;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': with 'shuffle' set to 'local' nothing is read before all partitions of its inputs are"
                                    + " assigned to this instance; it waits for {}",
                            topology,
                            others);
        }
    }
}
