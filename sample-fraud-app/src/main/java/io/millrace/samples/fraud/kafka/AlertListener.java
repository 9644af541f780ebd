package io.millrace.samples.fraud.kafka;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.model.Alert;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Reads the alerts back, as any other service would, and passes them on within this one. Each instance of the service has
 * a consumer group of its own and so sees all alerts; where it begins is {@code LastMinute}'s matter.
 */
@Component
public class AlertListener {
    private final Deserializer<Alert> deserializer = JsonSerde.of(Alert.class).deserializer();
    private final List<AlertObserver> observers;
    private final Clock clock;
    private final LongAdder unreadable = new LongAdder();

    public AlertListener(List<AlertObserver> observers, Clock clock) {
        this.observers = List.copyOf(observers);
        this.clock = clock;
    }

    @KafkaListener(
            id = "alerts",
            groupId = "${spring.application.name}-page-${random.uuid}",
            topics = Topics.ALERTS,
            properties = {
                "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer"
            })
    void read(ConsumerRecord<String, byte[]> record) {
        Instant readAt = clock.instant();
        Alert alert = alert(record);
        if (alert == null) {
            unreadable.increment();
            return;
        }
        observers.forEach(observer -> observer.alertRead(alert, readAt));
    }

    /** Returns how many records were dropped since they hold no alert. */
    public long unreadable() {
        return unreadable.sum();
    }

    private @Nullable Alert alert(ConsumerRecord<String, byte[]> record) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return null;
        }
    }
}
