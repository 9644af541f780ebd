package io.millrace.internal.kafka;

import io.millrace.internal.plan.TimePlan;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the workers when all that a partition has is in the lane. No record may mean that there is none, or that Kafka does not answer,
 * or that records wait before the lane; from a poll alone nobody can tell. So Kafka is asked, about once a second, where the partitions
 * end whose time is kept.
 *
 * <p>Confined to the source worker.
 */
final class SilenceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final FeedTable feeds;
    private final TimePlan plan;
    private final Ends ends;
    private final Runnable onAnswer;
    private final TimeSource time;
    private final Duration between;
    private final long heldMillis;
    private final Map<TopicPartition, Asked> asked = new HashMap<>();
    private final Map<String, Boolean> watched = new HashMap<>();
    private Set<SourcePartition> flowing = Set.of();
    private long nextAt;

    /**
     * @param onAnswer run by any thread when an answer has come
     * @param longestLeap by how much time may move at once without anything having stood still
     */
    SilenceWatch(FeedTable feeds, TimePlan plan, Ends ends, Runnable onAnswer, TimeSource time, Duration longestLeap) {
        this.feeds = feeds;
        this.plan = plan;
        this.ends = ends;
        this.onAnswer = onAnswer;
        this.time = time;
        this.between = plan.shortestSilence()
                .map(silence -> silence.dividedBy(4))
                .map(part -> part.compareTo(SHORTEST) < 0 ? SHORTEST : part)
                .filter(part -> part.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        this.heldMillis = Math.max(2 * between.toMillis(), longestLeap.toMillis());
        this.nextAt = time.nanoTime();
    }

    /** Asks where partitions end; does not wait. */
    interface Ends {

        Map<TopicPartition, CompletableFuture<Long>> of(Set<TopicPartition> partitions);
    }

    /** Asks if it is time to, and tells what is known by now; returns how much that was. */
    int work() {
        int work = 0;
        long now = time.nanoTime();
        if (now - nextAt >= 0 || haveFeedsChanged()) {
            nextAt = now + between.toNanos();
            work += ask();
        }
        for (Iterator<Map.Entry<TopicPartition, Asked>> each = asked.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<TopicPartition, Asked> question = each.next();
            if (question.getValue().end().isDone() && isOver(question.getKey(), question.getValue())) {
                each.remove();
                work++;
            }
        }
        return work;
    }

    /** Returns how long there is nothing to ask, in nanoseconds. */
    long nanosToNext(long now) {
        return feeds.all().stream().anyMatch(this::isWatched) ? Math.max(0, nextAt - now) : Long.MAX_VALUE;
    }

    private boolean haveFeedsChanged() {
        Set<SourcePartition> before = flowing;
        flowing = feeds.flowing();
        return flowing != before; // there is another set as soon as there are other feeds
    }

    private int ask() {
        Set<TopicPartition> partitions = feeds.all().stream()
                .filter(this::isWatched)
                .map(PartitionFeed::partition)
                .filter(partition -> !asked.containsKey(partition))
                .collect(Collectors.toSet());
        if (partitions.isEmpty()) {
            return 0;
        }
        long at = time.currentTimeMillis();
        ends.of(partitions).forEach((partition, end) -> {
            asked.put(partition, new Asked(at, end));
            end.whenComplete((answer, failure) -> onAnswer.run());
        });
        return partitions.size();
    }

    private boolean isWatched(PartitionFeed feed) {
        return watched.computeIfAbsent(feed.partition().topic(), plan::isKeptOf);
    }

    /** Returns whether nothing more comes of the question: it is answered and the workers are told, or there is no answer. */
    private boolean isOver(TopicPartition partition, Asked question) {
        PartitionFeed feed = feeds.of(partition);
        if (feed == null) {
            return true;
        }
        if (question.end().isCompletedExceptionally()) {
            question.end().exceptionally(failure -> {
                LOG.debug("Kafka does not say where {} ends, so that it is not idle", partition, failure);
                return -1L;
            });
            return true;
        }
        return feed.position().offset() >= question.end().join()
                && feed.tellCaughtUp(question.at(), question.at() + heldMillis);
    }

    /** A question; {@code at} is when it was asked, by the wall clock. */
    private record Asked(long at, CompletableFuture<Long> end) {}
}
