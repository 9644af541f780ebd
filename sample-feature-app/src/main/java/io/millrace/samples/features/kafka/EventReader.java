package io.millrace.samples.features.kafka;

import io.millrace.samples.common.meter.Rate;
import io.millrace.samples.features.model.Names;
import io.millrace.samples.features.model.ShopEvent;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at what comes in first. Anybody may write to the topic: what is no event fails here or in the {@code Serde}, and becomes a dead
 * letter.
 *
 * <p>Thread-safe.
 */
@Component
public final class EventReader {
    private final Rate read;

    public EventReader(Clock clock) {
        this.read = new Rate(clock);
    }

    /**
     * Counts an event and returns it.
     *
     * @throws IllegalArgumentException if there is none, or it is nobody's
     */
    public ShopEvent read(@Nullable String user, @Nullable ShopEvent event) {
        Names.check("user", user);
        if (event == null) {
            throw new IllegalArgumentException(
                    "A record of topic '%s' has no value: give an event".formatted(Topics.EVENTS));
        }
        read.count();
        return event;
    }

    /** Returns how many events were read. */
    public Rate events() {
        return read;
    }
}
