package io.millrace.devbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevBrokerSettingsTest {
    private final DevBrokerSettings defaults = DevBrokerSettings.defaults();

    @Test
    void defaultsAreKafkasPortsAndTemporaryData() {
        assertThat(defaults.port()).isEqualTo(9092);
        assertThat(defaults.controllerPort()).isEqualTo(9093);
        assertThat(defaults.dataDirectory()).isEmpty();
        assertThat(defaults.partitions()).isEqualTo(4);
        assertThat(defaults.autoCreateTopics()).isTrue();
    }

    @Test
    void changedSettingLeavesTheOthersAlone() {
        DevBrokerSettings changed = defaults.withPort(1)
                .withControllerPort(2)
                .withDataDirectory(Path.of("data"))
                .withPartitions(3)
                .withAutoCreateTopics(false)
                .withServerProperties(Map.of("a", "b"));

        assertThat(changed)
                .isEqualTo(new DevBrokerSettings(1, 2, Optional.of(Path.of("data")), 3, false, Map.of("a", "b")));
    }

    @Test
    void portOutOfRangeIsRefused() {
        assertThatThrownBy(() -> defaults.withPort(65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void onePortForClientsAndControllerIsRefused() {
        assertThatThrownBy(() -> defaults.withPort(9093))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both 9093");
    }

    @Test
    void zeroForBothPortsIsAccepted() {
        assertThat(defaults.withPort(0).withControllerPort(0).port()).isZero();
    }

    @Test
    void noPartitionsAreRefused() {
        assertThatThrownBy(() -> defaults.withPartitions(0)).hasMessageContaining("Partition count is 0");
    }

    @Test
    void directoryThatKafkaWouldReadAsTwoIsRefused() {
        assertThatThrownBy(() -> defaults.withDataDirectory(Path.of("a,b"))).hasMessageContaining("'a,b'");
    }

    @Test
    void serverPropertiesDoNotFollowTheCallersMap() {
        Map<String, String> properties = new HashMap<>(Map.of("a", "b"));
        DevBrokerSettings settings = defaults.withServerProperties(properties);

        properties.clear();

        assertThat(settings.serverProperties()).containsEntry("a", "b");
    }
}
