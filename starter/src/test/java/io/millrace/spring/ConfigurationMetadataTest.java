package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.Trigger;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an IDE shows to somebody who types 'millrace.' into a properties file. */
class ConfigurationMetadataTest {

    private final DocumentContext metadata = read("META-INF/spring-configuration-metadata.json");

    @Test
    void everyPropertyIsDescribed() {
        List<Map<String, Object>> properties = metadata.read("$.properties[?(@.name =~ /millrace\\..*/)]");

        assertThat(properties)
                .extracting(property -> property.get("name"))
                .containsExactlyInAnyOrder(
                        "millrace.application-id",
                        "millrace.auto-startup",
                        "millrace.exit-when-finished",
                        "millrace.task-slots",
                        "millrace.trigger",
                        "millrace.delivery",
                        "millrace.shuffle",
                        "millrace.threads",
                        "millrace.drain-timeout",
                        "millrace.start-timeout",
                        "millrace.restart.max-attempts",
                        "millrace.restart.initial-backoff",
                        "millrace.restart.max-backoff",
                        "millrace.state.store-type",
                        "millrace.state.directory",
                        "millrace.state.max-changed",
                        "millrace.state.standby",
                        "millrace.state.rocks-db-memory",
                        "millrace.state.check-mutations",
                        "millrace.errors.on-error",
                        "millrace.errors.deserialization",
                        "millrace.errors.processing",
                        "millrace.errors.production",
                        "millrace.errors.retry.max-retries",
                        "millrace.errors.retry.initial-delay",
                        "millrace.errors.retry.multiplier",
                        "millrace.errors.retry.max-delay",
                        "millrace.errors.retry.jitter",
                        "millrace.errors.retry.then",
                        "millrace.errors.dead-letter.topic",
                        "millrace.errors.circuit.max-errors",
                        "millrace.errors.circuit.window",
                        "millrace.errors.stuck-after",
                        "millrace.errors.max-parked",
                        "millrace.metrics.enabled",
                        "millrace.tracing.enabled",
                        "millrace.tracing.max-new-per-second",
                        "millrace.console.enabled",
                        "millrace.console.max-connections",
                        "millrace.console.path",
                        "millrace.endpoint.actions.enabled",
                        "millrace.queries.enabled",
                        "millrace.queries.http.enabled",
                        "millrace.queries.http.instance",
                        "millrace.queries.http.max-question",
                        "millrace.queries.http.path",
                        "millrace.queries.http.timeout",
                        "millrace.queries.max-bytes",
                        "millrace.queries.max-entries",
                        "millrace.queries.max-waiting",
                        "millrace.health.max-checkpoint-intervals",
                        "millrace.topologies",
                        "millrace.replay-dead-letters.topology",
                        "millrace.replay-dead-letters.exception",
                        "millrace.replay-dead-letters.stage",
                        "millrace.replay-dead-letters.phase",
                        "millrace.replay-dead-letters.topic",
                        "millrace.replay-dead-letters.since");
        assertThat(properties).allSatisfy(property -> assertThat(property)
                .extractingByKey("description")
                .asString()
                .isNotBlank()
                .endsWith("."));
    }

    @Test
    void everyPropertyWithADefaultTellsIt() {
        List<String> withoutDefault = metadata.read("$.properties[?(!@.defaultValue)].name");

        assertThat(withoutDefault)
                .containsExactlyInAnyOrder(
                        "millrace.application-id",
                        "millrace.state.directory",
                        "millrace.errors.deserialization",
                        "millrace.errors.processing",
                        "millrace.errors.production",
                        "millrace.errors.dead-letter.topic",
                        "millrace.queries.http.instance",
                        "millrace.topologies",
                        "millrace.replay-dead-letters.topology",
                        "millrace.replay-dead-letters.exception",
                        "millrace.replay-dead-letters.stage",
                        "millrace.replay-dead-letters.phase",
                        "millrace.replay-dead-letters.topic",
                        "millrace.replay-dead-letters.since");
    }

    @Test
    void proposedTriggersAreTriggers() {
        assertThat(proposals("millrace.trigger"))
                .isNotEmpty()
                .allSatisfy(proposal -> assertThat(Trigger.parse(proposal)).isNotNull());
    }

    @Test
    void everyChoiceIsDescribed() {
        assertThat(proposals("millrace.delivery"))
                .extracting(ConfigurationMetadataTest::asConstant)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Delivery.values()).map(Enum::name).toList());
        assertThat(proposals("millrace.shuffle"))
                .extracting(ConfigurationMetadataTest::asConstant)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ShuffleMode.values()).map(Enum::name).toList());
        assertThat(proposals("millrace.errors.on-error"))
                .extracting(ConfigurationMetadataTest::asConstant)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(OnError.values()).map(Enum::name).toList());
    }

    private List<String> proposals(String property) {
        return metadata.read("$.hints[?(@.name == '%s')].values[*].value".formatted(property));
    }

    private static String asConstant(String written) {
        return written.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static DocumentContext read(String resource) {
        try {
            URL classes = MillraceProperties.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();
            try (InputStream json = new URL(classes, resource).openStream()) {
                return JsonPath.parse(json);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The build made no '%s'".formatted(resource), e);
        }
    }
}
