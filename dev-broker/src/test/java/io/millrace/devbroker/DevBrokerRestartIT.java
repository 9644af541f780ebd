package io.millrace.devbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevBrokerRestartIT {
    private static final DevBrokerSettings ANY_PORTS =
            DevBrokerSettings.defaults().withPort(0).withControllerPort(0);

    @TempDir
    Path directory;

    @Test
    void restartOnTheSameDirectoryAndPortKeepsRecordsAndOffsets() throws Exception {
        DevBrokerSettings settings = ANY_PORTS.withDataDirectory(directory);
        DevBroker first = DevBroker.start(settings);
        BrokerClient client = new BrokerClient(first.bootstrapServers());
        client.createTopic("payments", 1);
        client.send("payments", "before");
        assertThat(client.consume("readers", "payments", 1)).containsExactly("before");
        client.send("payments", "unread");
        String cluster = client.clusterId();
        first.close();

        try (DevBroker second = DevBroker.start(settings.withPort(first.port()))) {
            assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
            assertThat(client.clusterId()).isEqualTo(cluster);
            assertThat(client.consume("readers", "payments", 1)).containsExactly("unread");
        }
        assertThat(directory).isNotEmptyDirectory();
    }

    @Test
    void directoryOfARunningBrokerIsRefusedWithoutHarmToIt() throws Exception {
        DevBrokerSettings settings = ANY_PORTS.withDataDirectory(directory);
        try (DevBroker broker = DevBroker.start(settings)) {
            assertThatThrownBy(() -> DevBroker.start(settings))
                    .isInstanceOf(DevBrokerException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use");

            assertThat(new BrokerClient(broker.bootstrapServers()).clusterId()).isNotEmpty();
        }
    }
}
