package io.millrace.benchmark.engine;

import static java.util.Collections.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

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
    void everyOptionIsADocumentedProperty() throws IOException {
        assertThat(MillraceSettings.OPTIONS.values()).isSubsetOf(documentedProperties());
    }

    @Test
    void variablesBecomeProperties() {
        assertThat(MillraceSettings.of(
                        SETTINGS, Map.of("DELIVERY", "exactly-once", "TRIGGER", "real-time 100ms", "SHUFFLE", "local")))
                .containsEntry("millrace.delivery", "exactly-once")
                .containsEntry("millrace.trigger", "real-time 100ms")
                .containsEntry("millrace.shuffle", "local");
    }

    private static List<String> documentedProperties() throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        List<String> names = new ArrayList<>();
        // Every module of Spring Boot has a file of this name.
        for (URL metadata : list(MillraceSettingsTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = metadata.openStream()) {
                mapper.readTree(json)
                        .get("properties")
                        .forEach(property -> names.add(property.get("name").asString()));
            }
        }
        return names;
    }
}
