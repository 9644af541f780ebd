package io.millrace.faults;

import io.millrace.MillraceEngine;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Runs a topology in a process of its own, as {@link ServiceOptions} say; SIGTERM ends it gracefully, and so does the end of what it is
 * told.
 */
final class ServiceMain {

    /** So little that files are written all the time. */
    private static final long LITTLE_MEMORY = 8 * 1024 * 1024;

    private ServiceMain() {}

    static void run(ServiceOptions options, Topology topology) {
        run(options, topology, settings -> settings);
    }

    /** The same, with what {@code more} changes of the settings. */
    static void run(ServiceOptions options, Topology topology, UnaryOperator<TopologySettings> more) {
        MillraceEngine engine = MillraceEngine.builder()
                .applicationId(options.ends().application())
                .clients(new CrashingClients(options))
                .defaultSettings(more.apply(settings(options)))
                .topology(topology)
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
        engine.start();
        System.out.println(ServiceProcess.RUNNING);
        obey(engine.topology(topology.name()));
        engine.close();
    }

    /** Each line that it is told is another trigger. */
    private static void obey(TopologyHandle topology) {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                .lines()
                .forEach(trigger -> {
                    topology.switchTrigger(Trigger.parse(trigger));
                    System.out.println(ServiceProcess.SWITCHED + trigger);
                });
    }

    private static TopologySettings settings(ServiceOptions options) {
        return TopologySettings.defaults()
                .withTrigger(Trigger.parse(options.pace().trigger()))
                .withDelivery(options.pace().delivery())
                .withShuffle(options.shuffle())
                .withState(StateSettings.defaults()
                        .withDirectory(options.kept().directory())
                        .withRocksDbMemoryBytes(LITTLE_MEMORY)
                        .withStandby(options.kept().standby()))
                .withRestart(new RestartPolicy(20, Duration.ofMillis(100), Duration.ofSeconds(1)));
    }
}
