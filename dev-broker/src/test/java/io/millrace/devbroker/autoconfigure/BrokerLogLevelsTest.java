package io.millrace.devbroker.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Starts small services, so that the registration with Spring Boot is tested too. */
class BrokerLogLevelsTest {

    @Test
    void serverLoggersAreQuietWhenTheBrokerIsEnabled() {
        try (ConfigurableApplicationContext service = run("--millrace.dev-broker.enabled=true")) {
            Environment environment = service.getEnvironment();

            assertThat(environment.getProperty("logging.level.kafka")).isEqualTo("warn");
            assertThat(environment.getProperty("logging.level.org.apache.kafka.server"))
                    .isEqualTo("warn");
        }
    }

    @Test
    void levelsOfTheServiceWin() {
        try (ConfigurableApplicationContext service =
                run("--millrace.dev-broker.enabled=true", "--logging.level.kafka=debug")) {
            assertThat(service.getEnvironment().getProperty("logging.level.kafka"))
                    .isEqualTo("debug");
        }
    }

    @Test
    void nothingIsSetWhenTheBrokerIsNotEnabled() {
        try (ConfigurableApplicationContext service = run()) {
            assertThat(service.getEnvironment().getProperty("logging.level.kafka"))
                    .isNull();
        }
    }

    private static ConfigurableApplicationContext run(String... arguments) {
        SpringApplication application = new SpringApplicationBuilder(EmptyService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .build();
        return application.run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    static class EmptyService {}
}
