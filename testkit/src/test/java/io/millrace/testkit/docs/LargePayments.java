package io.millrace.testkit.docs;

import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.springframework.context.annotation.Bean;

/** The topology that the README begins with. */
final class LargePayments {

    private final Serde<Payment> paymentSerde = Payment.serde();
    private final Serde<Alert> alertSerde = Alert.serde();

    @Bean
    Topology largePayments() {
        TopologyBuilder builder = TopologyBuilder.named("large-payments");
        builder.stream("payments", Consumed.with(Serdes.String(), paymentSerde))
                .filter((card, payment) -> payment.amount() > 10_000)
                .mapValues(Alert::new)
                .to("alerts", Produced.with(Serdes.String(), alertSerde));
        return builder.build();
    }

    /** What is told of a payment. Immutable. */
    record Alert(Payment payment) {

        static Serde<Alert> serde() {
            return Serdes.serdeFrom(
                    (topic, alert) ->
                            "%d is much".formatted(alert.payment().amount()).getBytes(StandardCharsets.UTF_8),
                    (topic, bytes) -> {
                        throw new UnsupportedOperationException("Alerts are written only");
                    });
        }
    }
}
