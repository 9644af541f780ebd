package io.millrace.support;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import java.nio.file.Path;
import java.util.Map;

/** A broker in this JVM that a test may stop and start again, and its {@link Cluster}. Confined to the test's thread. */
public final class OwnBroker implements AutoCloseable {

    private static final DevBrokerSettings SETTINGS = DevBrokerSettings.defaults()
            .withPort(0)
            .withControllerPort(0)
            .withServerProperties(Map.of(
                    // So that tests decide after what time a dead member is missed; brokers want 6 s.
                    "group.min.session.timeout.ms",
                    "1000",
                    // So that members of groups of the newer protocol hear of a rebalance soon; with brokers' 5 s each
                    // round of one takes as long.
                    "group.consumer.min.heartbeat.interval.ms",
                    "200",
                    "group.consumer.heartbeat.interval.ms",
                    "200"));

    private final DevBrokerSettings settings;
    private final Cluster cluster;
    private DevBroker broker;

    private OwnBroker(DevBrokerSettings settings) {
        broker = DevBroker.start(settings);
        this.settings = settings.withPort(broker.port());
        cluster = new Cluster(broker.bootstrapServers());
    }

    /** Starts a broker that can be started again, since it keeps its data in {@code directory}. */
    public static OwnBroker in(Path directory) {
        return new OwnBroker(SETTINGS.withDataDirectory(directory));
    }

    /** Starts a broker whose data is deleted when it ends. */
    static OwnBroker temporary() {
        return new OwnBroker(SETTINGS);
    }

    public Cluster cluster() {
        return cluster;
    }

    public void stop() {
        broker.close();
    }

    /** Starts it again where it was. */
    public void startAgain() {
        broker = DevBroker.start(settings);
    }

    @Override
    public void close() {
        cluster.close();
        broker.close();
    }
}
