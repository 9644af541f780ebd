package io.millrace.devbroker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Kafka's server, broker and controller in one; the only class that knows Kafka's server classes, which are no public
 * API and change with the Kafka version.
 *
 * <p>Ports and directory must have been found free before: the server halts the JVM when its controller cannot have
 * them.
 *
 * <p>Confined to the {@link DevBroker}.
 */
final class KafkaServer {
    private final KafkaRaftServer server;

    private KafkaServer(KafkaRaftServer server) {
        this.server = server;
    }

    /** Formats {@code directory} unless it was before, starts a server and returns once it serves requests. */
    static KafkaServer start(Properties properties, Path directory) throws Exception {
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            // Returns when the controller has admitted the broker and the broker takes requests.
            server.startup();
        } catch (Exception failure) {
            server.shutdown();
            throw failure;
        }
        return new KafkaServer(server);
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    void awaitStop() {
        server.awaitShutdown();
    }

    private static void format(Path directory) throws Exception {
        if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        new Formatter()
                .setNodeId(ServerProperties.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(ServerProperties.CONTROLLER_LISTENER)
                // A fixed voter in the properties, not one recorded in the log: the controller port may differ next
                // time.
                .setHasDynamicQuorum(false)
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(Optional.of(directory.toString()))
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }
}
