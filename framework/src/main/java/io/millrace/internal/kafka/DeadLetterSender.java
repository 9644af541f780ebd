package io.millrace.internal.kafka;

import io.millrace.runtime.DeadLetterReplay;
import java.util.ArrayList;
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
    private final DeadLetterReplay which;
    private final Predicate<TopicPartition> isThere;
    private final long latest;
    private long sent;
    private long left;
    private long unusable;

    /**
     * @param isThere tells whether the topology reads a partition
     * @param latest the largest timestamp that brokers take
     */
    DeadLetterSender(String topology, DeadLetterReplay which, Predicate<TopicPartition> isThere, long latest) {
        this.topology = topology;
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
        return new DeadLetterReplay.Result(sent, left, unusable);
    }

    /** Returns whether nobody has to look at {@code letter} again: it is in {@code originals} now, or another topology's. */
    private boolean take(DeadLetter letter, List<ProducerRecord<byte[], byte[]>> originals) {
        if (!letter.isOf(topology)) {
            return true;
        }
        if (!letter.isAskedForBy(which)) {
            left++;
            return false;
        }
        Optional<TopicPartition> origin = letter.origin().filter(isThere);
        if (origin.isEmpty()) {
            unusable++;
            return false;
        }
        originals.add(letter.original(origin.get(), latest));
        return true;
    }
}
