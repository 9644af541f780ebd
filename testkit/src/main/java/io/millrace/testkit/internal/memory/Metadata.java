package io.millrace.testkit.internal.memory;

import java.util.List;
import org.apache.kafka.common.PartitionInfo;

/**
 * What a consumer knows of the cluster's topics, which may be old: it is refreshed when it has reached its greatest age, and when
 * an unknown topic is asked for.
 *
 * <p>Confined to the test's thread.
 */
final class Metadata {

    private final Connection connection;
    private final long maxAge;
    private ClusterView view;
    private long refreshedAt;

    /** {@code maxAge} is in nanoseconds. */
    Metadata(Connection connection, long maxAge) {
        this.connection = connection;
        this.maxAge = maxAge;
        this.view = connection.broker().topics().view();
        this.refreshedAt = connection.now();
    }

    ClusterView view() {
        return view;
    }

    /** Returns whether anything has changed. */
    boolean refreshIfDue() {
        long now = connection.now();
        return now - refreshedAt >= maxAge && refresh(now);
    }

    /** Returns whether anything has changed. */
    boolean refresh() {
        return refresh(connection.now());
    }

    List<PartitionInfo> partitionsFor(String topic) {
        if (view.count(topic) == 0) {
            refresh();
        }
        return view.cluster().partitionsForTopic(topic);
    }

    private boolean refresh(long now) {
        ClusterView latest = connection.broker().topics().view();
        boolean changed = latest.version() != view.version();
        view = latest;
        refreshedAt = now;
        return changed;
    }
}
