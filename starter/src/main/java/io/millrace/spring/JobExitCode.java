package io.millrace.spring;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyEnd;
import org.springframework.boot.ExitCodeGenerator;

/**
 * The exit code of a service, for {@code SpringApplication.exit}: 1 if a topology has failed for good, else 0. Thread-safe.
 */
final class JobExitCode implements ExitCodeGenerator {

    private static final int FAILED = 1;

    private final MillraceEngine engine;

    JobExitCode(MillraceEngine engine) {
        this.engine = engine;
    }

    @Override
    public int getExitCode() {
        boolean failed = engine.topologies().stream()
                .anyMatch(topology ->
                        topology.end().filter(TopologyEnd.FAILED::equals).isPresent());
        return failed ? FAILED : 0;
    }
}
