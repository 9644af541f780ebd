package io.millrace.devbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DevBrokerMainTest {

    @Test
    void argumentsBecomeSettings() {
        DevBrokerSettings settings = parse(
                "--port=19092", "--controller-port=19093", "--data=/data", "--set=num.io.threads=4", "--set=a=b=c");

        assertThat(settings.port()).isEqualTo(19092);
        assertThat(settings.controllerPort()).isEqualTo(19093);
        assertThat(settings.dataDirectory()).contains(Path.of("/data"));
        assertThat(settings.serverProperties())
                .containsEntry("num.io.threads", "4")
                .containsEntry("a", "b=c");
    }

    @Test
    void noArgumentsAreTheDefaults() {
        assertThat(parse()).isEqualTo(DevBrokerSettings.defaults());
    }

    @Test
    void unknownArgumentIsNamed() {
        assertThatThrownBy(() -> parse("--prot=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'--prot=1'");
    }

    @Test
    void argumentWithoutValueIsNamed() {
        assertThatThrownBy(() -> parse("--port"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'--port'");
    }

    @Test
    void wordInPlaceOfAPortIsNamed() {
        assertThatThrownBy(() -> parse("--port=kafka"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'--port=kafka'");
    }

    private static DevBrokerSettings parse(String... arguments) {
        return DevBrokerMain.parse(arguments);
    }
}
