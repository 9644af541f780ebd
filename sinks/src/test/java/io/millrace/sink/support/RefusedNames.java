package io.millrace.sink.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.sink.Sink;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A stream of names of which a sink refuses one, which becomes a dead letter. When what is behind it has been written the topology fails,
 * before there was a checkpoint, and all of it comes again.
 */
public final class RefusedNames {

    /** The key of the name that the sink is to refuse. */
    public static final String REFUSED = "refused";

    /** It is refused, too, as it is longer than ten characters. */
    private static final String LONG_NAME = "Bartholomew";

    private static final String TOPOLOGY = "names";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka kafka = Kafka.shared();
    private final String application = Kafka.application();
    private final String topic = kafka.topic(1);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Topology topology;
    private final TopologySettings settings;
    private final Supplier<Map<String, String>> written;

    /** {@code written} returns the names that {@code sink} has written, by key. */
    public RefusedNames(Sink<String, String> sink, Delivery delivery, Supplier<Map<String, String>> written) {
        this.topology = topology(sink);
        this.settings = Kafka.quick()
                .withTrigger(Trigger.realTime(Duration.ofMinutes(10))) // no checkpoint but that of the stop
                .withDelivery(delivery)
                .withErrors(ErrorSettings.defaults().withPolicy(ErrorPhase.PRODUCTION, ErrorPolicy.deadLetter()));
        this.written = written;
    }

    /** Sends names, one of which is refused, and has the topology fail once. */
    @SuppressWarnings("try") // it runs while it is open
    public void runThroughAFailure() {
        try (MillraceEngine engine = kafka.engine(application, settings, topology)) {
            send("before", "Ada");
            send(REFUSED, LONG_NAME);
            send("behind", "Bob");
            awaitWritten("behind");
            send("failing", "Cy");
            awaitWritten("failing");
        }
        assertThat(failed).as("what was refused came again").isTrue();
    }

    /** Sends another one that is refused, and another one that is not. */
    @SuppressWarnings("try") // it runs while it is open
    public void runOnceMore() {
        try (MillraceEngine engine = kafka.engine(application, settings, topology)) {
            send(REFUSED, LONG_NAME);
            send("last", "Dan");
            awaitWritten("last");
        }
    }

    /** Returns the names of the dead letters that readers of committed records see. */
    public List<String> deadLetters() {
        return kafka.values(application + "-" + TOPOLOGY + "-dlt");
    }

    private Topology topology(Sink<String, String> sink) {
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()))
                .peek((key, name) -> {
                    if (key.equals("failing") && failed.compareAndSet(false, true)) {
                        throw new IllegalStateException("before the checkpoint");
                    }
                })
                .to(sink, Batched.as("names"));
        return builder.build();
    }

    private void send(String key, String name) {
        kafka.send(topic, 0, key, name);
        kafka.flush();
    }

    private void awaitWritten(String key) {
        await().atMost(PATIENCE).until(() -> written.get().containsKey(key));
    }
}
