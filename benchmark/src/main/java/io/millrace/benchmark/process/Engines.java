package io.millrace.benchmark.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts engines as the contract says: by their script, with everything they need in their environment.
 *
 * <p>Thread-safe.
 */
public final class Engines {
    private static final String JVM_OPTIONS = "-Xmx2g -XX:+UseG1GC";

    private final ChildProcesses children;
    private final Path scripts;
    private final String bootstrap;

    public Engines(ChildProcesses children, Path scripts, String bootstrap) {
        this.children = children;
        this.scripts = scripts;
        this.bootstrap = bootstrap;
    }

    /** Starts {@code variant}, which reads {@code inTopic} from its beginning and answers to {@code outTopic}. */
    public ChildProcess start(
            Variant variant, String workload, String runId, String inTopic, String outTopic, RunDirectory directory) {
        Map<String, String> environment = new HashMap<>(variant.options());
        environment.put("BOOTSTRAP", bootstrap);
        environment.put("IN_TOPIC", inTopic);
        environment.put("OUT_TOPIC", outTopic);
        environment.put("WORKLOAD", workload);
        environment.put("RUN_ID", runId);
        environment.put("STATE_DIR", directory.newStateDirectory(runId).toString());
        environment.put("JVM_OPTS", JVM_OPTIONS);
        return children.start(
                "engine '%s'".formatted(variant.name()),
                List.of(variant.script(scripts).toString()),
                environment,
                directory.log(runId));
    }
}
