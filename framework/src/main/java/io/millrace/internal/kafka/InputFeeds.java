package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The feeds as a micro-batch sees them: those of the topology's inputs are read in batches, those of its own topics flow at once,
 * so that a hop costs no interval.
 *
 * <p>Confined to the source worker.
 */
final class InputFeeds {

    private final FeedTable feeds;
    private final Set<String> ownTopics;

    /** {@code ownTopics} are written and read by this topology alone. */
    InputFeeds(FeedTable feeds, Set<String> ownTopics) {
        this.feeds = feeds;
        this.ownTopics = Set.copyOf(ownTopics);
    }

    /** Returns the feeds of the inputs, which are read in batches. */
    Stream<PartitionFeed> inputs() {
        return all().stream().filter(feed -> !isOwn(feed));
    }

    Collection<PartitionFeed> all() {
        return feeds.all();
    }

    /** Lets the topology's own topics flow. */
    void openOwn() {
        if (!ownTopics.isEmpty()) {
            all().stream().filter(this::isOwn).forEach(PartitionFeed::open);
        }
    }

    boolean isOwn(PartitionFeed feed) {
        return ownTopics.contains(feed.partition().topic());
    }

    /** Returns whether all that may flow of the inputs has entered the lanes. */
    boolean haveInputsFlowed() {
        return inputs().allMatch(PartitionFeed::isAtLimit);
    }

    /** Returns the positions of all feeds. */
    Map<PartitionAssignment, Position> positions() {
        return feeds.positions();
    }

    int publish() {
        return feeds.publishBlocks();
    }
}
