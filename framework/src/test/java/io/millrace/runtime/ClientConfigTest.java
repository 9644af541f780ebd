package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConfigTest {

    private final ClientConfig config = new ClientConfig(
            Map.of("linger.ms", 0, "session.timeout.ms", 10_000, "heartbeat.interval.ms", 3_000),
            Map.of("acks", "all"));

    @Test
    void defaultsHoldWhereTheServiceSaysNothing() {
        assertThat(config.around(Map.of())).containsEntry("linger.ms", 0);
    }

    @Test
    void theServicesSettingsGoBeforeTheDefaults() {
        assertThat(config.around(Map.of("linger.ms", 20))).containsEntry("linger.ms", 20);
    }

    @Test
    void whatIsRequiredGoesBeforeTheServicesSettings() {
        assertThat(config.around(Map.of("acks", "0"))).containsEntry("acks", "all");
    }

    @Test
    void otherSettingsArePassedOn() {
        assertThat(config.around(Map.of("sasl.mechanism", "PLAIN"))).containsEntry("sasl.mechanism", "PLAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "CONSUMER"})
    void defaultsThatTheConsumerProtocolRefusesAreLeftOut(String protocol) {
        assertThat(config.around(Map.of("group.protocol", protocol)))
                .doesNotContainKeys("session.timeout.ms", "heartbeat.interval.ms")
                .containsKey("linger.ms");
    }

    @Test
    void theClassicProtocolKeepsThem() {
        assertThat(config.around(Map.of("group.protocol", "classic"))).containsKey("session.timeout.ms");
    }

    @ParameterizedTest
    @CsvSource({"classic, true, false", "consumer, false, true"})
    void whatIsRequiredForAnotherProtocolIsLeftOut(String protocol, boolean classic, boolean consumer) {
        ClientConfig both = new ClientConfig(
                Map.of(), Map.of("partition.assignment.strategy", "ours", "group.remote.assignor", "range"));

        Map<String, Object> settings = both.around(Map.of("group.protocol", protocol));

        assertThat(settings.containsKey("partition.assignment.strategy")).isEqualTo(classic);
        assertThat(settings.containsKey("group.remote.assignor")).isEqualTo(consumer);
    }

    @Test
    void theGivenSettingsStayAsTheyAre() {
        Map<String, Object> settings = new HashMap<>(Map.of("acks", "0"));

        config.around(settings);

        assertThat(settings).containsOnly(Map.entry("acks", "0"));
    }
}
