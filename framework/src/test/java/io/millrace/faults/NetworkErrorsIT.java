package io.millrace.faults;

import io.millrace.runtime.Delivery;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 1, 13 and 14 of the fault table while records are tried again and given up: dead letters are outputs like others. */
@Tag(Rounds.MANY)
class NetworkErrorsIT {

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private ProxiedServices network;
    private Services services;

    @BeforeEach
    void begin() {
        network = ProxiedServices.of(Subject.ERRING, 1, files);
        services = network.services();
    }

    @AfterEach
    void end() {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void frozenPastTheDeliveryTimeoutItGoesBackToItsLastCheckpoint(Delivery delivery) {
        ServiceProcess service = services.start(options(delivery).soonOutOfPatience());
        for (int round = 0; round < Rounds.ofLong(10); round++) {
            runForAWhile();
            int printed = service.output().length();
            network.proxy(0).freeze();
            service.awaitOutput(printed, delivery == Delivery.EXACTLY_ONCE ? "was not made" : "is restarted");
            services.noteRepeatable();
            network.proxy(0).thaw();
        }
        runForAWhile();

        network.settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void connectionsThatBreakOrSayNothingAreMadeAnew(Delivery delivery) {
        services.start(options(delivery));
        for (int round = 0; round < Rounds.COUNT; round++) {
            runForAWhile();
            network.proxy(0).reset();
            runForAWhile();
            network.proxy(0).loseSilently();
        }
        runForAWhile();

        network.settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void killedWhileRecordsWaitForTheirRetriesItLosesNone(Delivery delivery) {
        for (int round = 0; round < Rounds.COUNT; round++) {
            ServiceProcess service = services.start(options(delivery).soonMissed());
            runForAWhile();
            services.kill(service);
        }
        services.start(options(delivery).soonMissed());

        network.settle(delivery);
    }

    private void runForAWhile() {
        services.awaitMore(500 + random.nextInt(500));
    }

    private ServiceOptions options(Delivery delivery) {
        return network.options("erring", 0, delivery);
    }
}
