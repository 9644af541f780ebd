package io.millrace.spring.view;

import java.util.List;

/**
 * What a topology reads on this instance. Immutable.
 *
 * @param recordsRead from Kafka
 * @param recordsBehind in the assigned partitions, that have not come to a stage, as far as Kafka has told
 * @param caughtUp whether no partition has more than one poll's worth of them
 * @param assignments how often the partitions of this instance have changed
 * @param partitions those that are assigned, by topic and number
 */
public record InputView(
        long recordsRead, long recordsBehind, boolean caughtUp, long assignments, List<PartitionView> partitions) {

    public InputView {
        partitions = List.copyOf(partitions);
    }
}
