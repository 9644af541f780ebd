package io.millrace.internal.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What the source worker is made of, for those of its classes that need several parts. All confined to it.
 *
 * @param timeout for questions to the broker that must be answered before records flow
 */
record SourceParts(
        String topology,
        Consumer<byte[], byte[]> consumer,
        SourceRoutes routes,
        FeedTable feeds,
        StartPositions starts,
        Committer committer,
        EpochDriver epochs,
        Duration timeout) {}
