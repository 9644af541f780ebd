package io.millrace.samples.features.kafka;

import io.millrace.samples.features.model.UserFeatures;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Is told of all features of users that were read back from the topic, one at a time. Must not block. */
@FunctionalInterface
public interface FeatureObserver {

    /** @param sent when the event was sent that they were made of; null if time alone has changed them, or nobody knows */
    void featuresRead(UserFeatures features, @Nullable Instant sent, Instant readAt);
}
