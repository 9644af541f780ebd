package io.millrace.testkit.internal.memory;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which topics a consumer wants partitions of. Confined to the test's thread. */
final class Subscription {

    private static final long NEVER = -1;

    private static final ConsumerRebalanceListener NOBODY = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };

    private Set<String> topics = Set.of();
    private @Nullable Predicate<String> pattern;
    private ConsumerRebalanceListener listener = NOBODY;
    private boolean active;
    private long matched = NEVER;

    /** Returns whether there is any; if not, the consumer is assigned its partitions by its user. */
    boolean isActive() {
        return active;
    }

    Set<String> topics() {
        return topics;
    }

    ConsumerRebalanceListener listener() {
        return listener;
    }

    void to(Collection<String> newTopics, @Nullable ConsumerRebalanceListener newListener) {
        active = true;
        pattern = null;
        topics = new LinkedHashSet<>(newTopics);
        listener = newListener == null ? NOBODY : newListener;
    }

    void toMatching(Predicate<String> newPattern, @Nullable ConsumerRebalanceListener newListener) {
        active = true;
        pattern = newPattern;
        matched = NEVER;
        topics = Set.of();
        listener = newListener == null ? NOBODY : newListener;
    }

    /** Looks for topics that match the pattern, if there is one. */
    void match(ClusterView view) {
        Predicate<String> wanted = pattern;
        if (wanted != null && view.version() != matched) {
            matched = view.version();
            Set<String> found = new LinkedHashSet<>(view.partitions().keySet());
            found.removeIf(wanted.negate());
            topics = found;
        }
    }

    void end() {
        active = false;
        pattern = null;
        topics = Set.of();
        listener = NOBODY;
    }
}
