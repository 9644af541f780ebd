package io.millrace.devbroker;

import java.time.Duration;
import java.util.Properties;

/**
 * Kafka's broker properties for one small broker that is its own controller.
 *
 * <p>Sizes are chosen for a laptop: few threads, small indexes and log segments, and at most 1 GiB kept per partition.
 */
final class ServerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String LISTENER = "PLAINTEXT";
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int GIB = 1 << 30;
    private static final int INTERNAL_PARTITIONS = 4;
    private static final Duration MAX_STARTUP = Duration.ofMinutes(1);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(500);

    private final Properties properties = new Properties();

    private ServerProperties() {}

    static Properties of(DevBrokerSettings settings, LoopbackPorts ports, DataDirectory data) {
        ServerProperties server = new ServerProperties();
        server.identity(ports, data);
        server.topics(settings);
        server.internalTopics();
        server.small();
        settings.serverProperties().forEach(server.properties::setProperty);
        return server.properties;
    }

    private void identity(LoopbackPorts ports, DataDirectory data) {
        String clients = "%s://127.0.0.1:%d".formatted(LISTENER, ports.client());
        set("process.roles", "broker,controller");
        set("node.id", NODE_ID);
        set("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, ports.controller()));
        set("controller.listener.names", CONTROLLER_LISTENER);
        set("inter.broker.listener.name", LISTENER);
        set("listeners", "%s,%s://127.0.0.1:%d".formatted(clients, CONTROLLER_LISTENER, ports.controller()));
        set("advertised.listeners", clients);
        set("listener.security.protocol.map", "%s:PLAINTEXT,%s:PLAINTEXT".formatted(LISTENER, CONTROLLER_LISTENER));
        set("log.dirs", data.path());
        // A broker that hangs in its start should fail it rather than the service's patience.
        set("server.max.startup.time.ms", MAX_STARTUP.toMillis());
        // A killed broker can register again only when its former self has timed out, by default after 9 s.
        set("broker.session.timeout.ms", SESSION_TIMEOUT.toMillis());
        set("broker.heartbeat.interval.ms", HEARTBEAT_INTERVAL.toMillis());
    }

    private void topics(DevBrokerSettings settings) {
        set("num.partitions", settings.partitions());
        set("auto.create.topics.enable", settings.autoCreateTopics());
        set("default.replication.factor", 1);
        set("min.insync.replicas", 1);
        // A consumer in development should not wait 3 s for group members that never come.
        set("group.initial.rebalance.delay.ms", 0);
    }

    private void internalTopics() {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            set(topic + ".num.partitions", INTERNAL_PARTITIONS);
            set(topic + ".replication.factor", 1);
            set(topic + ".segment.bytes", 4 * MIB);
        }
        set("transaction.state.log.min.isr", 1);
        set("share.coordinator.state.topic.min.isr", 1);
    }

    private void small() {
        set("num.network.threads", 2);
        set("num.io.threads", 2);
        set("background.threads", 2);
        set("num.recovery.threads.per.data.dir", 1);
        set("group.coordinator.threads", 1);
        set("share.coordinator.threads", 1);
        set("log.cleaner.threads", 1);
        set("log.cleaner.dedupe.buffer.size", 4 * MIB);
        set("log.cleaner.io.buffer.size", 128 * KIB);
        set("log.segment.bytes", 64 * MIB);
        set("log.index.size.max.bytes", MIB);
        set("log.retention.bytes", GIB);
    }

    private void set(String name, Object value) {
        properties.setProperty(name, value.toString());
    }
}
