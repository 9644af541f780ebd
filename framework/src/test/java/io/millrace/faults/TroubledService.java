package io.millrace.faults;

import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Named;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A service that copies a topic, with a {@link Trouble} that its command line names. When it is told nothing more, it closes the engine
 * and its main thread ends.
 */
final class TroubledService {

    static final String TOPOLOGY = "troubled";

    /** How long its code may be busy with one record. */
    static final Duration STUCK_AFTER = Duration.ofSeconds(1);

    /** How long it waits for its records when it stops. */
    static final Duration DRAIN = Duration.ofSeconds(1);

    /** Has stages run on threads of their own. */
    static final String DEDICATED = "-Dmillrace.test.threads=DEDICATED";

    private static final String THREADS = "millrace.test.threads";
    private static final String TROUBLE = "millrace.test.trouble";

    private TroubledService() {}

    /** Returns the command that the service's own is to be put behind. */
    static List<String> prefix(Trouble trouble, String... javaOptions) {
        return List.of("env", "_JAVA_OPTIONS=-D%s=%s %s".formatted(TROUBLE, trouble, String.join(" ", javaOptions)));
    }

    public static void main(String[] args) {
        ServiceOptions options = ServiceOptions.parse(args);
        Trouble trouble = Trouble.valueOf(System.getProperty(TROUBLE, Trouble.NONE.name()));
        ServiceMain.run(options, topology(options, trouble), TroubledService::settings);
    }

    private static Topology topology(ServiceOptions options, Trouble trouble) {
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(options.ends().in())
                .peek((key, value) -> trouble.meet(value), Named.as("trouble"))
                .to(options.ends().out());
        return builder.build();
    }

    private static TopologySettings settings(TopologySettings settings) {
        return settings.withThreads(ThreadMode.valueOf(System.getProperty(THREADS, ThreadMode.SHARED.name())))
                .withDrainTimeout(DRAIN)
                .withErrors(ErrorSettings.defaults().withStuckAfter(STUCK_AFTER));
    }
}
