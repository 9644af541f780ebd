package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code repartition()}, by which records go through a topic of another width, whether anything needs that or not. */
@Execution(ExecutionMode.CONCURRENT)
class RepartitionIT {

    private static final int PARTITIONS = 2;
    private static final int WIDTH = 5;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", 1);
    private final TopologyBuilder builder =
            TopologyBuilder.named("wide").defaultSerdes(Serdes.String(), Serdes.String());
    private int sent;

    @Test
    void stateBehindAWiderTopicIsExactAndSpreadOverAllOfIt() {
        builder.<String, String>stream(in)
                .selectKey((key, number) -> lastDigit(number))
                .repartition(Repartitioned.<String, String>as("by-digit").withNumberOfPartitions(WIDTH))
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to(out);
        Topology topology = builder.build();
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (int run = 1; run <= 2; run++) {
                try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), topology)) {
                    engine.start();
                    send(100);
                    reader.awaitRecords(sent);
                }
            }

            assertThat(reader.values()).as("graceful stops repeat nothing").hasSize(sent);
            assertThat(largest(reader)).hasSize(10).allSatisfy((digit, count) -> assertThat(count)
                    .isEqualTo(sent / 10));
        }
        assertThat(cluster.committed(application, "wide").keySet())
                .filteredOn(partition -> partition.topic().equals(application + "-wide-by-digit-repartition"))
                .hasSize(WIDTH);
    }

    @Test
    void recordsWithoutKeyOrValueAreMovedToo() {
        builder.<String, String>stream(in).repartition(Repartitioned.as("all")).to(out);
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.send(in, 0, "key", null);
            cluster.send(in, 1, null, "value");
            cluster.send(in, 1, null, null);

            assertThat(reader.awaitRecords(3))
                    .extracting(ConsumerRecord::key, ConsumerRecord::value)
                    .containsExactlyInAnyOrder(tuple("key", null), tuple(null, "value"), tuple(null, null));
        }
    }

    private void send(int count) {
        cluster.sendNumbers(in, PARTITIONS, sent, count);
        sent += count;
    }

    private static String lastDigit(String number) {
        return number.substring(number.length() - 1);
    }

    private static Map<String, Integer> largest(TopicReader reader) {
        Map<String, Integer> largest = new HashMap<>();
        reader.allRecords().forEach(record -> largest.merge(record.key(), Integer.valueOf(record.value()), Math::max));
        return largest;
    }
}
