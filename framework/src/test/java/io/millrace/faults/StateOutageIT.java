package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.OwnBroker;
import io.millrace.support.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row 9 of the fault table for keyed state: the broker goes away and comes back. */
class StateOutageIT {

    @TempDir
    private Path files = Path.of("");

    @ParameterizedTest
    @MethodSource("io.millrace.faults.Stores#tested")
    void aBrokerRestartUnderLoadLeavesTheStateExactAndRepeatsNothing(Stores stores) {
        try (OwnBroker broker = OwnBroker.in(files.resolve("broker"))) {
            Cluster cluster = broker.cluster();
            Scene scene = Scene.on(cluster, files);
            try (MillraceEngine engine = Engines.of(
                            cluster,
                            scene.application(),
                            Engines.quick().withState(Engines.quick().state().withDirectory(files.resolve("state"))),
                            KeyedService.topology(scene.in(), scene.out(), stores, 0));
                    Ledger ledger = new Ledger(cluster, scene.in())) {
                engine.start();
                TopologyHandle topology = engine.topology(KeyedService.TOPOLOGY);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> cluster.committedRecords(scene.application(), KeyedService.TOPOLOGY) > 500);

                broker.stop();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> topology.checkpointAge().toMillis() > 1_500);
                broker.startAgain();
                long before = ledger.count();
                await().atMost(Duration.ofSeconds(60)).until(() -> ledger.count() > before + 1_000);
                int sent = ledger.end();

                try (TopicReader reader = new TopicReader(cluster, scene.out())) {
                    reader.awaitRecords(sent);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> cluster.committedRecords(scene.application(), KeyedService.TOPOLOGY) == sent);
                    reader.values();
                    KeyedOracle oracle = new KeyedOracle(scene);
                    oracle.checkState(ledger);
                    assertThat(oracle.checkOutputs(ledger, reader.allRecords()))
                            .as("duplicates")
                            .isZero();
                }
                assertThat(topology.state()).isEqualTo(TopologyState.RUNNING);
                assertThat(topology.failure()).isEmpty();
            }
        }
    }
}
