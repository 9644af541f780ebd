package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 13 to 15 of the fault table: what lies between services and broker. */
@Tag(Rounds.MANY)
class NetworkFaultIT {

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private ProxiedServices network;
    private Services services;

    @BeforeEach
    void begin() {
        network = ProxiedServices.of(Subject.SHUFFLED, Trio.COUNT, files);
        services = network.services();
    }

    @AfterEach
    void end() {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void frozenPastTheDeliveryTimeoutOneGoesBackToItsLastCheckpoint(Delivery delivery) {
        Trio trio = Trio.start(services, number -> options(number, delivery).soonOutOfPatience());
        for (int round = 0; round < Rounds.ofLong(10); round++) {
            int number = random.nextInt(Trio.COUNT);
            ServiceProcess instance = trio.get(number);
            trio.runForAWhile();
            int printed = instance.output().length();
            network.proxy(number).freeze();
            instance.awaitOutput(printed, "is restarted from its last checkpoint");
            services.noteRepeatable();
            network.proxy(number).thaw();
            services.awaitInstances(Trio.COUNT);
        }
        trio.runForAWhile();

        network.settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void frozenPastItsSessionOneIsReplacedUntilItComesBack(Delivery delivery) {
        Trio trio = Trio.start(services, number -> options(number, delivery).soonMissed());
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            int number = random.nextInt(Trio.COUNT);
            trio.runForAWhile();
            network.proxy(number).freeze();
            services.awaitInstances(Trio.COUNT - 1);
            trio.runForAWhile();
            network.proxy(number).thaw();
            services.awaitInstances(Trio.COUNT);
        }
        trio.runForAWhile();

        network.settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void resetConnectionsAreMadeAnew(Delivery delivery) {
        Trio trio = Trio.start(services, number -> options(number, delivery));
        for (int round = 0; round < Rounds.COUNT; round++) {
            trio.runForAWhile();
            network.proxy(random.nextInt(Trio.COUNT)).reset();
        }
        trio.runForAWhile();
        network.broker().proxies().forEach(TcpProxy::reset);
        trio.runForAWhile();

        network.settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void halfOpenConnectionsAreGivenUp(Delivery delivery) {
        Trio trio = Trio.start(services, number -> options(number, delivery));
        for (int round = 0; round < Rounds.ofLong(10); round++) {
            trio.runForAWhile();
            network.proxy(random.nextInt(Trio.COUNT)).loseSilently();
            trio.runForAWhile();
            services.awaitInstances(Trio.COUNT);
        }
        trio.runForAWhile();

        network.settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void overASlowNetworkNothingIsRepeated(Delivery delivery) {
        Trio trio = Trio.start(services, number -> options(number, delivery));
        network.broker().proxies().forEach(proxy -> proxy.slowDown(Duration.ofMillis(100), Duration.ofMillis(300)));
        for (int round = 0; round < Rounds.ofLong(2); round++) {
            trio.runForAWhile();
        }
        trio.get(0).terminate();
        trio.startAgain(0);
        trio.runForAWhile();

        assertThat(services.settle()).as("duplicates").isZero();
    }

    private ServiceOptions options(int number, Delivery delivery) {
        return network.options("node-" + number, number, delivery);
    }
}
