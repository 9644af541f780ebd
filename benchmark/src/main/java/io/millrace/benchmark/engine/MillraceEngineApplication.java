package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.W1Event;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
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
                .properties(Map.of(
                        "spring.application.name", settings.runId(),
                        "spring.kafka.bootstrap-servers", settings.bootstrap(),
                        "millrace.trigger", environment.getOrDefault("TRIGGER", "real-time"),
                        "millrace.threads", environment.getOrDefault("THREADS", "auto")))
                .run(arguments);
    }

    @Bean
    Topology forward() {
        EngineSettings settings = EngineSettings.from(System.getenv());
        if (!settings.workload().equals("W1")) {
            throw new IllegalArgumentException(
                    "The millrace engine runs workload 'W1' only, WORKLOAD is '%s'.".formatted(settings.workload()));
        }
        JsonCodec<W1Event> codec = new JsonCodec<>(W1Event.class);
        TopologyBuilder builder = TopologyBuilder.named("forward");
        builder.stream(settings.inTopic(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(codec::read)
                .mapValues(codec::write)
                .to(settings.outTopic(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }
}
