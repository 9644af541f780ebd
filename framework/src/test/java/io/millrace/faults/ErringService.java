package io.millrace.faults;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Named;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A service that copies a topic, and whose code refuses some records for good and others once. Its dead letters go to the topic of its
 * outputs: all that was read has to be there in the end, one way or the other, in order.
 */
final class ErringService {

    static final String TOPOLOGY = "erring";

    private static final int ONE_IN = 50;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private ErringService() {}

    public static void main(String[] args) {
        ServiceOptions options = ServiceOptions.parse(args);
        ServiceMain.run(
                options,
                topology(options),
                settings -> settings(settings, options.ends().out()));
    }

    private static Topology topology(ServiceOptions options) {
        Set<String> tried = ConcurrentHashMap.newKeySet();
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(options.ends().in())
                .peek((key, value) -> check(key, Long.parseLong(value), tried), Named.as("check"))
                .to(options.ends().out());
        return builder.build();
    }

    private static void check(String key, long sequence, Set<String> tried) {
        if (sequence % ONE_IN == 0) {
            throw new IllegalArgumentException("refused for good");
        }
        if (sequence % ONE_IN == 1 && tried.add(key + ":" + sequence)) {
            throw new IllegalStateException("refused once");
        }
    }

    private static TopologySettings settings(TopologySettings settings, String deadLetters) {
        return settings.withErrors(ErrorSettings.defaults()
                .withPolicy(ErrorPolicy.retry(RetryPolicy.of(1).withDelays(PAUSE, PAUSE))
                        .then(ErrorPolicy.deadLetter()))
                .withCircuit(Integer.MAX_VALUE, Duration.ofMinutes(1))
                .withDeadLetterTopic(deadLetters));
    }
}
