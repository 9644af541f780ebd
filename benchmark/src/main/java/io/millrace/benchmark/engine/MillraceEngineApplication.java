package io.millrace.benchmark.engine;

import io.millrace.topology.Topology;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** Millrace as a user gets it: a Spring Boot service with the starter and default settings. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MillraceEngineApplication {

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        EngineSettings settings = EngineSettings.from(environment);
        new SpringApplicationBuilder(MillraceEngineApplication.class)
                .properties(MillraceSettings.of(settings, environment))
                .run(arguments);
    }

    @Bean
    Topology topology() {
        return MillraceTopology.of(EngineSettings.from(System.getenv()));
    }
}
