package io.millrace.internal.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** When planned batches are made, and of what. Confined to the source worker. */
interface BatchSchedule {

    /** Returns where each partition's batch may end at most if a round of batches is to begin now. */
    Optional<Map<TopicPartition, Long>> begin(long now);

    /** Returns how many records a partition's batch has at most, about. */
    int mostRecords();

    /** A round has ended; {@code empty} if there was nothing in it. */
    void ended(long now, boolean empty);

    /** Returns how long no round is to begin, in nanoseconds. */
    long nanosToNextRound(long now);

    /** Returns whether there is nothing left to do, as far as is known. */
    boolean isFinished();
}
