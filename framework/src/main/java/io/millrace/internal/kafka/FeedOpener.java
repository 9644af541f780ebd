package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.processor.SourcePartition;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Opens the feeds of partitions that may flow, and tells the workers of them. Confined to the source worker. */
final class FeedOpener {

    private final Consumer<byte[], byte[]> consumer;
    private final SourceRoutes routes;
    private final FeedTable feeds;
    private final Committer committer;
    private final TopicIds ids;
    private long nextNumber = 1;

    FeedOpener(
            Consumer<byte[], byte[]> consumer,
            SourceRoutes routes,
            FeedTable feeds,
            Committer committer,
            TopicIds ids) {
        this.consumer = consumer;
        this.routes = routes;
        this.feeds = feeds;
        this.committer = committer;
        this.ids = ids;
    }

    /**
     * Opens the feed of {@code partition}, which is paused afterwards: the next poll decides whether it may be read.
     *
     * @param shard whose state its records change; null if there is none
     * @param inputs all partitions that are opened because they share its state
     */
    PartitionFeed open(
            TopicPartition partition,
            StartPositions.Start start,
            @Nullable Shard shard,
            Collection<TopicPartition> inputs) {
        PartitionAssignment assignment = new PartitionAssignment(
                new SourcePartition(partition.topic(), partition.partition()),
                nextNumber++,
                start.firstPartitionCount(),
                ids.of(partition.topic()),
                shard);
        Position position = start.position();
        consumer.seek(
                partition, CommitMetadata.stateless(start.firstPartitionCount()).with(position));
        if (start.committed()) {
            committer.startedAt(assignment, position);
        }
        SourceRoutes.Route route = routes.of(partition.topic());
        PartitionFeed feed = new PartitionFeed(
                assignment,
                position,
                route.exchange().laneOf(assignment),
                route.entry(),
                route.reserved(),
                route.inputs());
        feeds.add(feed);
        route.exchange().open(new LaneEvent.Opening(assignment, sources(inputs)));
        consumer.pause(List.of(partition));
        feed.changePaused(true);
        return feed;
    }

    private static Set<SourcePartition> sources(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(partition -> new SourcePartition(partition.topic(), partition.partition()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
