package io.millrace.samples.features.kafka;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.features.model.UserFeatures;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Reads the features of users back, as any other service would, and passes them on within this one. Each instance of the service has
 * a consumer group of its own and so sees all of them; where it begins is {@code LastMinute}'s matter.
 */
@Component
public class FeatureListener {
    private final Deserializer<UserFeatures> deserializer =
            JsonSerde.of(UserFeatures.class).deserializer();
    private final List<FeatureObserver> observers;
    private final Clock clock;

    public FeatureListener(List<FeatureObserver> observers, Clock clock) {
        this.observers = List.copyOf(observers);
        this.clock = clock;
    }

    @KafkaListener(
            id = "features",
            groupId = "${spring.application.name}-page-${random.uuid}",
            topics = Topics.USER_FEATURES,
            properties = {
                "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer"
            })
    void read(ConsumerRecord<String, byte[]> record) {
        Instant readAt = clock.instant();
        UserFeatures features = features(record);
        if (features != null) {
            Instant sent = EventWriter.sent(record.headers());
            observers.forEach(observer -> observer.featuresRead(features, sent, readAt));
        }
    }

    /** Returns null where the user is forgotten, and for what others have written there. */
    private @Nullable UserFeatures features(ConsumerRecord<String, byte[]> record) {
        try {
            return record.value() == null ? null : deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            return null;
        }
    }
}
