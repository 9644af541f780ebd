package io.millrace.testkit.docs;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A payment of the examples. Immutable. */
record Payment(long amount) {

    static Serde<Payment> serde() {
        return Serdes.serdeFrom(
                (topic, payment) -> String.valueOf(payment.amount()).getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> new Payment(Long.parseLong(new String(bytes, StandardCharsets.UTF_8))));
    }
}
