package io.millrace.devbroker.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.devbroker.PortInUseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class PortInUseFailureAnalyzerTest {

    @Test
    void analysisNamesThePortAndWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            DevBrokerSettings settings = DevBrokerSettings.defaults().withPort(taken.getLocalPort());
            PortInUseException failure =
                    catchThrowableOfType(PortInUseException.class, () -> DevBroker.start(settings));

            FailureAnalysis analysis = Objects.requireNonNull(
                    new PortInUseFailureAnalyzer().analyze(new IllegalStateException("context failed", failure)));

            assertThat(analysis.getDescription()).contains("port " + taken.getLocalPort());
            assertThat(analysis.getAction())
                    .contains("Another instance of the service")
                    .contains("'millrace.dev-broker.port'");
        }
    }
}
