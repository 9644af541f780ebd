package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spring.MillraceAutoConfiguration;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.function.RouterFunction;

class ConsoleAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            KafkaAutoConfiguration.class, MillraceAutoConfiguration.class, ConsoleAutoConfiguration.class);
    private static final String[] SERVICE = {"spring.application.name=shop", "millrace.auto-startup=false"};

    private final WebApplicationContextRunner service = new WebApplicationContextRunner()
            .withConfiguration(ALL)
            .withPropertyValues(SERVICE)
            .withBean(Topology.class, ConsoleAutoConfigurationTest::topology);

    @Test
    void thereIsNoConsoleUnlessItIsAskedFor() {
        service.run(started -> assertThat(started)
                .hasNotFailed()
                .doesNotHaveBean(SnapshotFeed.class)
                .doesNotHaveBean(RouterFunction.class));
    }

    @Test
    void whereItIsAskedForItHasItsRoutes() {
        service.withPropertyValues("millrace.console.enabled=true").run(started -> {
            assertThat(started).hasNotFailed().hasSingleBean(SnapshotFeed.class).hasBean("millraceConsoleRoutes");
            assertThat(started.getBean(ConsoleProperties.class))
                    .isEqualTo(new ConsoleProperties(true, "/millrace", 16));
        });
    }

    @Test
    void withoutSpringMvcTheServiceStartsWithoutIt() {
        service.withPropertyValues("millrace.console.enabled=true")
                .withClassLoader(new FilteredClassLoader(RouterFunction.class))
                .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(SnapshotFeed.class));
    }

    @Test
    void aServiceWithoutAWebServerStartsWithoutIt() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues(SERVICE)
                .withPropertyValues("millrace.console.enabled=true")
                .withBean(Topology.class, ConsoleAutoConfigurationTest::topology)
                .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(SnapshotFeed.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"millrace", "/", "/millrace/", "/mill race", "/{any}", "/a//b"})
    void aPathThatIsNoneIsRefusedWithOneThatIs(String path) {
        service.withPropertyValues("millrace.console.enabled=true", "millrace.console.path=" + path)
                .run(started -> assertThat(started)
                        .getFailure()
                        .hasStackTraceContaining("'millrace.console.path' is '%s'".formatted(path))
                        .hasStackTraceContaining("as '/millrace' does"));
    }

    private static Topology topology() {
        TopologyBuilder builder = TopologyBuilder.named("orders");
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())).to("out");
        return builder.build();
    }
}
