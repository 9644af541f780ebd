package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 10 and 12 of the fault table: of three brokers, the one that the services depend on most goes away and comes back. */
@Tag(Rounds.MANY)
class ClusterFaultIT {

    @TempDir
    private Path files = Path.of("");

    private BrokerProcesses brokers;
    private Cluster cluster;
    private Services services;

    @BeforeEach
    void begin() {
        brokers = BrokerProcesses.start(files);
        cluster = new Cluster(brokers.bootstrapServers());
        services = new Services(Subject.SHUFFLED, Scene.on(cluster, files));
    }

    @AfterEach
    void end() {
        services.close();
        cluster.close();
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource
    void stoppedCoordinatorsGiveTheirWorkToOthers(Delivery delivery) {
        survive(delivery, brokers::stop);
    }

    @ParameterizedTest
    @EnumSource
    void killedCoordinatorsAreReplaced(Delivery delivery) {
        survive(delivery, brokers::kill);
    }

    /** Has the coordinators of the group and of a committer's transactions end in turn, and come back. */
    private void survive(Delivery delivery, IntConsumer end) {
        Trio trio = Trio.start(
                services, number -> services.options("node-" + number).withDelivery(delivery));
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            endForAWhile(services.group().coordinator(), end, trio);
            endForAWhile(services.group().transactionCoordinator(), end, trio);
        }

        long duplicates = services.settle();
        if (delivery == Delivery.EXACTLY_ONCE) {
            assertThat(duplicates).as("duplicates").isZero();
        }
    }

    private void endForAWhile(int broker, IntConsumer end, Trio trio) {
        trio.runForAWhile();
        end.accept(broker);
        trio.runForAWhile();
        brokers.startAgain(broker);
        cluster.awaitCopies(BrokerProcesses.COUNT);
        trio.runForAWhile();
    }
}
