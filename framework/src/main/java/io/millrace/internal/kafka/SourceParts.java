package io.millrace.internal.kafka;

import io.millrace.processor.SourcePartition;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;

/** What the source worker is made of, for those of its classes that need several parts. All confined to it. */
record SourceParts(
        String topology,
        Consumer<byte[], byte[]> consumer,
        SourceRoutes routes,
        FeedTable feeds,
        StartPositions starts,
        Committer committer,
        EpochDriver epochs,
        FeedOpener opener,
        ShardTable shards,
        GlobalTableGate tables,
        SilenceWatch silence,
        Reading reading,
        MemberLease lease) {

    /** Returns what is assigned, whether it flows or not. Callable by any thread. */
    Set<SourcePartition> assigned() {
        Set<SourcePartition> assigned = new HashSet<>(shards.restoring());
        assigned.addAll(feeds.flowing()); // in this order: a partition that begins to flow in between is in one or both
        return Set.copyOf(assigned);
    }
}
