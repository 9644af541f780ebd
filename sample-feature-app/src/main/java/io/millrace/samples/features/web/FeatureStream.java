package io.millrace.samples.features.web;

import io.millrace.samples.common.json.Json;
import io.millrace.samples.common.web.StreamClients;
import io.millrace.samples.features.kafka.FeatureObserver;
import io.millrace.samples.features.model.UserFeatures;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends features to the browsers that look at their user.
 *
 * <p>Thread-safe.
 */
@Component
final class FeatureStream implements FeatureObserver {
    private final StreamClients clients;

    FeatureStream(StreamClients clients) {
        this.clients = clients;
    }

    /**
     * Begins to send the features of {@code user}.
     *
     * @throws io.millrace.samples.common.web.TooBusyException if too many clients listen, or the service is stopping
     */
    SseEmitter subscribe(String user) {
        return clients.subscribe(user);
    }

    @Override
    public void featuresRead(UserFeatures features, @Nullable Instant sent, Instant readAt) {
        clients.send(features.user(), () -> Json.mapper().writeValueAsString(features));
    }
}
