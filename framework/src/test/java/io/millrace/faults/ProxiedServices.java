package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import java.nio.file.Path;

/** Services that reach their broker each over a {@link TcpProxy} of its own. Confined to the test's thread. */
record ProxiedServices(ProxiedBroker broker, Services services) implements AutoCloseable {

    /** Starts the broker, and no service yet; there may be as many as {@code most}. */
    static ProxiedServices of(Subject subject, int most, Path files) {
        ProxiedBroker broker = ProxiedBroker.withProxies(most);
        return new ProxiedServices(broker, new Services(subject, Scene.on(broker.cluster(), files)));
    }

    TcpProxy proxy(int number) {
        return broker.proxy(number);
    }

    /** Returns the options of the service {@code name} behind proxy {@code number}. */
    ServiceOptions options(String name, int number, Delivery delivery) {
        return services.options(name).withDelivery(delivery).withBootstrapServers(broker.bootstrapServers(number));
    }

    /** Has all that was sent come out, and checks it; with exactly-once nothing is there twice. */
    void settle(Delivery delivery) {
        long duplicates = services.settle();
        if (delivery == Delivery.EXACTLY_ONCE) {
            assertThat(duplicates).as("duplicates").isZero();
        }
    }

    @Override
    public void close() {
        services.close();
        broker.close();
    }
}
