package io.millrace.testkit.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaChoiceTest {

    @Test
    void theDevelopmentBrokerIsTheDefault() {
        assertThat(KafkaChoice.of(name -> null)).isEqualTo(new KafkaChoice.InThisJvm());
        assertThat(choice("")).isEqualTo(new KafkaChoice.InThisJvm());
        assertThat(choice("dev-broker")).isEqualTo(new KafkaChoice.InThisJvm());
    }

    @Test
    void aContainerMayNameItsImage() {
        assertThat(choice("container")).isEqualTo(new KafkaChoice.InContainer("apache/kafka:4.2.2", false));
        assertThat(choice("container:mirror.example/apache/kafka:4.3.0"))
                .isEqualTo(new KafkaChoice.InContainer("mirror.example/apache/kafka:4.3.0", false));
    }

    @Test
    void testsAreSkippedWithoutDockerOnlyOnRequest() {
        Map<String, String> properties = Map.of(KafkaChoice.PROPERTY, "container", KafkaChoice.SKIP_PROPERTY, "true");

        assertThat(KafkaChoice.of(properties::get)).isEqualTo(new KafkaChoice.InContainer("apache/kafka:4.2.2", true));
        assertThat(choice("container").reasonToSkip()).isEmpty();
    }

    @Test
    void serversThatRunAlreadyAreTakenAsTheyAre() {
        RunningKafka kafka = choice("one:9092,two:9092").start();

        assertThat(kafka.bootstrapServers()).isEqualTo("one:9092,two:9092");
    }

    @Test
    void anythingElseIsRefusedWithWhatIsPossible() {
        assertThatThrownBy(() -> choice("docker"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("System property 'millrace.test.kafka' is 'docker'. Set it to 'dev-broker', 'container',"
                        + " 'container:<image>' or 'host:port'.");
    }

    private static KafkaChoice choice(String value) {
        return KafkaChoice.of(Map.of(KafkaChoice.PROPERTY, value)::get);
    }
}
