package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.PortInUseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a service that did not start because the development broker found its port taken. */
final class PortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        return new FailureAnalysis(
                "The development broker could not start because port %d of 127.0.0.1 is in use."
                        .formatted(cause.port()),
                ("Another instance of the service, or another Kafka broker, may still run: stop it. Or set '%s' to another "
                                + "port (0 takes any free one). To use the broker that runs already, set "
                                + "'spring.kafka.bootstrap-servers' and leave 'millrace.dev-broker.enabled' out.")
                        .formatted(cause.property()),
                cause);
    }
}
