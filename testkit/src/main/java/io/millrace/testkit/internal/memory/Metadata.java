package io.millrace.testkit.internal.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    void refreshIfDue() {
        if (connection.now() - refreshedAt >= maxAge) {
            refresh();
        }
    }

    void refresh() {
        view = connection.broker().topics().view();
        refreshedAt = connection.now();
    }

    List<PartitionInfo> partitionsFor(String topic) {
        if (view.count(topic) == 0) {
            refresh();
        }
        return view.cluster().partitionsForTopic(topic);
    }

    /** Returns the partitions of all topics there are. */
    Map<String, List<PartitionInfo>> all() {
        refresh();
        Map<String, List<PartitionInfo>> all = new LinkedHashMap<>();
        view.partitions()
                .keySet()
                .forEach(topic -> all.put(topic, view.cluster().partitionsForTopic(topic)));
        return all;
    }
}
