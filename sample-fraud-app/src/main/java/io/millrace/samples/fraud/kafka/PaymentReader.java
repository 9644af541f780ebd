package io.millrace.samples.fraud.kafka;

import io.millrace.samples.fraud.json.JsonSerde;
import io.millrace.samples.fraud.meter.Rate;
import io.millrace.samples.fraud.model.Payment;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes payments of what is in the topic. Anybody may write there, so what is no payment is counted and dropped: as a
 * {@code Serde} of the source it would stop the topology.
 *
 * <p>Thread-safe.
 */
@Component
public final class PaymentReader {
    private final Deserializer<Payment> deserializer =
            JsonSerde.of(Payment.class).deserializer();
    private final Rate read;
    private final LongAdder unreadable = new LongAdder();

    public PaymentReader(Clock clock) {
        this.read = new Rate(clock);
    }

    /** Returns the payment that {@code json} holds, or nothing where it holds none. */
    public List<Payment> read(byte @Nullable [] json) {
        Payment payment = payment(json);
        if (payment == null) {
            unreadable.increment();
            return List.of();
        }
        read.count();
        return List.of(payment);
    }

    /** Returns how many payments were read. */
    public Rate payments() {
        return read;
    }

    /** Returns how many records were dropped since the start. */
    public long unreadable() {
        return unreadable.sum();
    }

    private @Nullable Payment payment(byte @Nullable [] json) {
        try {
            return deserializer.deserialize(Topics.PAYMENTS, json);
        } catch (SerializationException e) {
            return null;
        }
    }
}
