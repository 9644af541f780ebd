package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

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

    private ProxiedBroker broker;
    private Services services;

    @BeforeEach
    void begin() {
        broker = ProxiedBroker.withProxies(1);
        services = new Services(Subject.ERRING, Scene.on(broker.cluster(), files));
    }

    @AfterEach
    void end() {
        services.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void frozenPastTheDeliveryTimeoutItGoesBackToItsLastCheckpoint(Delivery delivery) {
        ServiceProcess service = services.start(options(delivery).soonOutOfPatience());
        for (int round = 0; round < Rounds.ofLong(10); round++) {
            runForAWhile();
            int printed = service.output().length();
            broker.proxy(0).freeze();
            service.awaitOutput(printed, delivery == Delivery.EXACTLY_ONCE ? "was not made" : "is restarted");
            services.noteRepeatable();
            broker.proxy(0).thaw();
        }
        runForAWhile();

        settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void connectionsThatBreakOrSayNothingAreMadeAnew(Delivery delivery) {
        services.start(options(delivery));
        for (int round = 0; round < Rounds.COUNT; round++) {
            runForAWhile();
            broker.proxy(0).reset();
            runForAWhile();
            broker.proxy(0).loseSilently();
        }
        runForAWhile();

        settle(delivery);
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

        settle(delivery);
    }

    private void runForAWhile() {
        services.awaitMore(500 + random.nextInt(500));
    }

    private ServiceOptions options(Delivery delivery) {
        return services.options("erring").withDelivery(delivery).withBootstrapServers(broker.bootstrapServers(0));
    }

    private void settle(Delivery delivery) {
        long duplicates = services.settle();
        if (delivery == Delivery.EXACTLY_ONCE) {
            assertThat(duplicates).as("duplicates").isZero();
        }
    }
}
