package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.OwnBroker;
import io.millrace.support.TopicReader;
import io.millrace.topology.TopologyBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 9 of the fault table: the broker goes away and comes back. */
class BrokerOutageIT {

    @TempDir
    private Path data = Path.of("");

    @Test
    void aBrokerRestartUnderLoadLosesNothingRepeatsNothingAndNeedsNobody() {
        try (OwnBroker broker = OwnBroker.in(data)) {
            Cluster cluster = broker.cluster();
            String application = Cluster.application();
            String in = cluster.topic("in", 4);
            String out = cluster.topic("out", 4);
            TopologyBuilder builder = TopologyBuilder.named("copy").defaultSerdes(Serdes.String(), Serdes.String());
            builder.stream(in).stage("second", 2).to(out);
            try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build());
                    Ledger ledger = new Ledger(cluster, in)) {
                engine.start();
                TopologyHandle topology = engine.topology("copy");
                await().until(() -> recordsIn(topology) > 0);

                broker.stop();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> topology.checkpointAge().toMillis() > 1_500);
                broker.startAgain();
                long before = ledger.count();
                await().atMost(Duration.ofSeconds(60)).until(() -> ledger.count() > before + 1_000);
                int sent = ledger.end();

                try (TopicReader reader = new TopicReader(cluster, out)) {
                    reader.awaitRecords(sent);
                    reader.values();
                    assertThat(ledger.check(reader.allRecords(), Long::parseLong))
                            .as("duplicates")
                            .isZero();
                }
                assertThat(topology.state()).isEqualTo(TopologyState.RUNNING);
                assertThat(topology.failure()).isEmpty();
            }
        }
    }

    private static long recordsIn(TopologyHandle topology) {
        return topology.lastProgress().map(EpochProgress::recordsIn).orElse(0L);
    }
}
