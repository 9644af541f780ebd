package io.millrace.internal.kafka;

import io.millrace.runtime.DeadLetterReplay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes the dead letters of a topology one after the other, sends back those that are asked for, and counts. Used once.
 *
 * <p>Confined to the replay.
 */
final class DeadLetterSender {

    private final String topology;
    private final String group;
    private final DeadLetterReplay which;
    private final Predicate<TopicPartition> isThere;
    private final long latest;
    private long sent;
    private long left;
    private final Map<ReplayObstacle, Long> unusable = new EnumMap<>(ReplayObstacle.class);

    /**
     * @param group the topology's consumer group
     * @param isThere tells whether the topology reads a partition
     * @param latest the largest timestamp that brokers take
     */
    DeadLetterSender(
            String topology, String group, DeadLetterReplay which, Predicate<TopicPartition> isThere, long latest) {
        this.topology = topology;
        this.group = group;
        this.which = which;
        this.isThere = isThere;
        this.latest = latest;
    }

    /** Sends what {@code source} has. */
    DeadLetterReplay.Result send(DeadLetterSource source, DeadLetterTransactions transactions) {
        for (List<DeadLetterSource.Read> letters = source.next(); !letters.isEmpty(); letters = source.next()) {
            List<ProducerRecord<byte[], byte[]>> originals = new ArrayList<>();
            Map<TopicPartition, SentLetters> changed = new HashMap<>();
            for (DeadLetterSource.Read read : letters) {
                if (take(read.letter(), originals)) {
                    SentLetters done = source.sent(read.partition());
                    done.add(read.behind(), read.letter().offset() + 1);
                    changed.put(read.partition(), done);
                }
            }
            if (!originals.isEmpty()) {
                transactions.write(originals, changed);
                sent += originals.size();
            }
        }
        return new DeadLetterReplay.Result(
                sent,
                left,
                unusable.values().stream().mapToLong(Long::longValue).sum());
    }

    /** Returns how many could not be sent back, and why. */
    Map<ReplayObstacle, Long> unusable() {
        return unusable;
    }

    /** Returns whether nobody has to look at {@code letter} again: it is in {@code originals} now, or another topology's. */
    private boolean take(DeadLetter letter, List<ProducerRecord<byte[], byte[]>> originals) {
        if (!letter.isOf(topology, group)) {
            return true;
        }
        if (!letter.isAskedForBy(which)) {
            left++;
            return false;
        }
        Optional<ReplayObstacle> obstacle = letter.obstacle(isThere);
        if (obstacle.isPresent()) {
            unusable.merge(obstacle.get(), 1L, Long::sum);
            return false;
        }
        originals.add(letter.original(letter.origin().orElseThrow(), latest));
        return true;
    }
}
