package io.millrace.faults;

import io.millrace.MillraceEngine;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A service in a process of its own that copies a topic in two stages: {@code bootstrap application in out trigger}. SIGTERM
 * ends it gracefully.
 */
final class CopyService {

    private CopyService() {}

    public static void main(String[] args) {
        TopologyBuilder builder = TopologyBuilder.named("copy").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(args[2])
                .mapValues(value -> value)
                .stage("second", 2)
                .to(args[3]);
        MillraceEngine engine = MillraceEngine.builder()
                .applicationId(args[1])
                .kafkaProperties(Map.of("bootstrap.servers", args[0], "session.timeout.ms", 6_000))
                .defaultSettings(TopologySettings.defaults()
                        .withTrigger(Trigger.parse(args[4]))
                        .withRestart(new RestartPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(1))))
                .topology(builder.build())
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
        engine.start();
        System.out.println(ServiceProcess.RUNNING);
    }
}
