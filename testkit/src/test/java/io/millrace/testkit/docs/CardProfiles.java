package io.millrace.testkit.docs;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** The topologies with keyed state of the examples. */
final class CardProfiles {

    private CardProfiles() {}

    static Topology suspicious() {
        TopologyBuilder builder = TopologyBuilder.named("profiles");
        Serde<Payment> paymentSerde = Payment.serde();
        Serde<Profile> profileSerde = Profile.serde();
        builder.stream("payments", Consumed.with(Serdes.String(), paymentSerde))
                .groupByKey(Grouped.as("score"))
                .aggregate(
                        Profile::empty,
                        (card, payment, profile) -> profile.plus(payment),
                        Materialized.<String, Profile>as("card-profiles")
                                .withValueSerde(profileSerde)
                                .withTtl(Duration.ofDays(30)))
                .toStream()
                .filter((card, profile) -> profile != null && profile.isSuspicious())
                .to("suspicious-cards", Produced.with(Serdes.String(), profileSerde));
        return builder.build();
    }

    static Topology gaps() {
        TopologyBuilder builder = TopologyBuilder.named("gaps").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> stream = builder.stream("payments");
        Serde<Instant> instantSerde = Serdes.serdeFrom(
                (topic, instant) -> instant.toString().getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> Instant.parse(new String(bytes, StandardCharsets.UTF_8)));
        StoreDefinition<ValueState<Instant>> lastSeen = Stores.value("last-seen", instantSerde);

        stream.processValues(() -> new Gaps(lastSeen), lastSeen);
        return builder.build();
    }

    /** How much a card has paid. Immutable. */
    record Profile(long total) {

        static Profile empty() {
            return new Profile(0);
        }

        static Serde<Profile> serde() {
            return Serdes.serdeFrom(
                    (topic, profile) -> String.valueOf(profile.total()).getBytes(StandardCharsets.UTF_8),
                    (topic, bytes) -> new Profile(Long.parseLong(new String(bytes, StandardCharsets.UTF_8))));
        }

        Profile plus(Payment payment) {
            return new Profile(total + payment.amount());
        }

        boolean isSuspicious() {
            return total > 10_000;
        }
    }

    /** Remembers when a card was last seen. */
    static final class Gaps implements FixedKeyProcessor<String, String, Void> {
        private final StoreDefinition<ValueState<Instant>> lastSeen;
        private @Nullable ValueState<Instant> state;

        Gaps(StoreDefinition<ValueState<Instant>> lastSeen) {
            this.lastSeen = lastSeen;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, Void> context) {
            state = context.getStateStore(lastSeen);
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            if (state != null) {
                state.set(Instant.ofEpochMilli(record.timestamp()));
            }
        }
    }
}
