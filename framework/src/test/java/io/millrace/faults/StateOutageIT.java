package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.state.StoreType;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row 9 of the fault table for keyed state: the broker goes away and comes back. */
class StateOutageIT {

    @TempDir
    private Path files = Path.of("");

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aBrokerRestartUnderLoadLeavesTheStateExactAndRepeatsNothing(StoreType type) {
        DevBrokerSettings settings = DevBrokerSettings.defaults()
                .withPort(0)
                .withControllerPort(0)
                .withDataDirectory(files.resolve("broker"));
        try (Cluster cluster = Cluster.start(settings)) {
            String application = Cluster.application();
            String in = cluster.topic("in", 4);
            String out = cluster.topic("out", 4);
            try (MillraceEngine engine = Engines.of(
                            cluster,
                            application,
                            Engines.quick()
                                    .withState(Engines.quick()
                                            .state()
                                            .withStoreType(type)
                                            .withDirectory(files.resolve("state"))),
                            KeyedService.topology(in, out, 0));
                    Ledger ledger = new Ledger(cluster, in)) {
                engine.start();
                TopologyHandle topology = engine.topology(KeyedService.TOPOLOGY);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> cluster.committedRecords(application, KeyedService.TOPOLOGY) > 500);

                cluster.stopBroker();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> topology.checkpointAge().toMillis() > 1_500);
                cluster.startBroker();
                long before = ledger.count();
                await().atMost(Duration.ofSeconds(60)).until(() -> ledger.count() > before + 1_000);
                int sent = ledger.end();

                try (TopicReader reader = new TopicReader(cluster, out)) {
                    reader.awaitRecords(sent);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> cluster.committedRecords(application, KeyedService.TOPOLOGY) == sent);
                    reader.values();
                    KeyedOracle oracle = new KeyedOracle(cluster, application);
                    oracle.checkChangelog(ledger);
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
