package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import org.junit.jupiter.api.Test;

/** Records go to the partitions of their new keys, through topics that the topology makes, and are counted there once each. */
class DurableShuffleIT {

    private static final int PARTITIONS = 3;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", 1);

    @Test
    void recordsAreCountedBehindTwoShuffles() {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine engine =
                        Engines.of(cluster, application, Engines.quick(), ShuffleTopology.between(in, out))) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 100);

            assertThat(reader.awaitValues(100)).last().isEqualTo("100");
        }
    }
}
