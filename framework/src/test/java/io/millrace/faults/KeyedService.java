package io.millrace.faults;

import io.millrace.MillraceEngine;
import io.millrace.internal.kafka.PropertiesClientSupplier;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.support.Cluster;
import io.millrace.topology.Grouped;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A service in a process of its own that folds the sequences of each key, on three workers, and writes the state after each
 * record. SIGTERM ends it gracefully.
 */
final class KeyedService {

    static final String TOPOLOGY = "keyed";
    static final String STORE = "folds";
    private static final int WORKERS = 3;

    /** So little that files are written all the time. */
    private static final long LITTLE_MEMORY = 8 * 1024 * 1024;

    private KeyedService() {}

    /** What the service is told. */
    record Options(
            String bootstrap,
            String application,
            String in,
            String out,
            String trigger,
            StoreType storeType,
            Path directory,
            int standby,
            int paddedTo,
            CrashPoint crashPoint,
            int crashAt) {

        /** Returns options of one instance with short epochs and its state in memory. */
        static Options of(Cluster cluster, String application, String in, String out, Path directory) {
            return new Options(
                    cluster.broker().bootstrapServers(),
                    application,
                    in,
                    out,
                    "real-time 500ms",
                    StoreType.IN_MEMORY,
                    directory,
                    0,
                    0,
                    CrashPoint.NONE,
                    0);
        }

        List<String> arguments() {
            return List.of(
                    bootstrap,
                    application,
                    in,
                    out,
                    trigger,
                    storeType.name(),
                    directory.toString(),
                    String.valueOf(standby),
                    String.valueOf(paddedTo),
                    crashPoint.name(),
                    String.valueOf(crashAt));
        }

        static Options parse(String[] arguments) {
            return new Options(
                    arguments[0],
                    arguments[1],
                    arguments[2],
                    arguments[3],
                    arguments[4],
                    StoreType.valueOf(arguments[5]),
                    Path.of(arguments[6]),
                    Integer.parseInt(arguments[7]),
                    Integer.parseInt(arguments[8]),
                    CrashPoint.valueOf(arguments[9]),
                    Integer.parseInt(arguments[10]));
        }

        Options withTrigger(String newTrigger) {
            return new Options(
                    bootstrap,
                    application,
                    in,
                    out,
                    newTrigger,
                    storeType,
                    directory,
                    standby,
                    paddedTo,
                    crashPoint,
                    crashAt);
        }

        Options withStoreType(StoreType newType) {
            return new Options(
                    bootstrap,
                    application,
                    in,
                    out,
                    trigger,
                    newType,
                    directory,
                    standby,
                    paddedTo,
                    crashPoint,
                    crashAt);
        }

        Options withDirectory(Path newDirectory) {
            return new Options(
                    bootstrap,
                    application,
                    in,
                    out,
                    trigger,
                    storeType,
                    newDirectory,
                    standby,
                    paddedTo,
                    crashPoint,
                    crashAt);
        }

        Options withStandby(int newStandby) {
            return new Options(
                    bootstrap,
                    application,
                    in,
                    out,
                    trigger,
                    storeType,
                    directory,
                    newStandby,
                    paddedTo,
                    crashPoint,
                    crashAt);
        }

        /** Makes each state in the store that many bytes long. */
        Options paddedTo(int bytes) {
            return new Options(
                    bootstrap,
                    application,
                    in,
                    out,
                    trigger,
                    storeType,
                    directory,
                    standby,
                    bytes,
                    crashPoint,
                    crashAt);
        }

        /** Has it end at the {@code at}th time that it comes to {@code point}. */
        Options crashingAt(CrashPoint point, int at) {
            return new Options(
                    bootstrap, application, in, out, trigger, storeType, directory, standby, paddedTo, point, at);
        }
    }

    public static void main(String[] args) {
        Options options = Options.parse(args);
        MillraceEngine engine = MillraceEngine.builder()
                .applicationId(options.application())
                .clients(new CrashingClients(options))
                .defaultSettings(TopologySettings.defaults()
                        .withTrigger(Trigger.parse(options.trigger()))
                        .withState(StateSettings.defaults()
                                .withStoreType(options.storeType())
                                .withDirectory(options.directory())
                                .withRocksDbMemoryBytes(LITTLE_MEMORY)
                                .withStandby(options.standby()))
                        .withRestart(new RestartPolicy(20, Duration.ofMillis(100), Duration.ofSeconds(1))))
                .topology(topology(options.in(), options.out(), options.paddedTo()))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
        engine.start();
        System.out.println(ServiceProcess.RUNNING);
    }

    static Topology topology(String in, String out, int paddedTo) {
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .groupByKey(Grouped.<String, String>as("fold").withParallelism(WORKERS))
                .aggregate(
                        () -> Fold.EMPTY,
                        (key, value, fold) -> fold.plus(Long.parseLong(value)),
                        Materialized.<String, Fold>as(STORE).withValueSerde(Fold.serde(paddedTo)))
                .toStream()
                .mapValues(Fold::toString)
                .to(out);
        return builder.build();
    }

    /** Clients of which the transactional producer ends the process where the options say so. */
    private static final class CrashingClients implements KafkaClientSupplier {
        private final KafkaClientSupplier clients;
        private final Map<String, Object> properties;
        private final CrashPoint point;
        private final AtomicInteger left;

        CrashingClients(Options options) {
            properties = Map.of("bootstrap.servers", options.bootstrap(), "session.timeout.ms", 6_000);
            clients = new PropertiesClientSupplier(properties);
            point = options.crashPoint();
            left = new AtomicInteger(options.crashAt());
        }

        @Override
        public Consumer<byte[], byte[]> consumer(ClientConfig config) {
            return clients.consumer(config);
        }

        @Override
        public Producer<byte[], byte[]> producer(ClientConfig config) {
            Producer<byte[], byte[]> producer = clients.producer(config);
            return config.around(properties).containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                    ? CrashingProducer.around(producer, point, left)
                    : producer;
        }

        @Override
        public Admin admin(ClientConfig config) {
            return clients.admin(config);
        }
    }
}
