package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MillraceSettingsTest {
    private static final EngineSettings SETTINGS =
            new EngineSettings("127.0.0.1:9092", "in", "out", "W3", "test", Path.of("state"));

    @Test
    void whatIsNotGivenIsLeftAsTheStarterHasIt() {
        assertThat(MillraceSettings.of(SETTINGS, Map.of()))
                .containsOnlyKeys(
                        "spring.application.name", "spring.kafka.bootstrap-servers", "millrace.state.directory");
    }

    @Test
    void variablesBecomeProperties() {
        assertThat(MillraceSettings.of(
                        SETTINGS, Map.of("DELIVERY", "exactly-once", "TRIGGER", "real-time 100ms", "SHUFFLE", "local")))
                .containsEntry("millrace.delivery", "exactly-once")
                .containsEntry("millrace.trigger", "real-time 100ms")
                .containsEntry("millrace.shuffle", "local");
    }
}
