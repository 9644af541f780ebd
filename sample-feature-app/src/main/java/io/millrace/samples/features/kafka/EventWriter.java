package io.millrace.samples.features.kafka;

import io.millrace.samples.common.kafka.JsonWriter;
import io.millrace.samples.features.model.ShopEvent;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes events to the topic, keyed by user, so that those of one user stay together. A header says when: it travels with what is made of
 * the event, and tells in the end how long that took.
 *
 * <p>Thread-safe.
 */
@Component
public class EventWriter {
    private static final String SENT = "sent-nanos";
    private static final long NANOS = 1_000_000_000;

    private final JsonWriter<ShopEvent> writer;
    private final Clock clock;

    public EventWriter(KafkaTemplate<String, byte[]> jsonTemplate, Clock clock) {
        this.writer = new JsonWriter<>(jsonTemplate, Topics.EVENTS, ShopEvent.class);
        this.clock = clock;
    }

    /**
     * Returns what completes once Kafka has the event; after some seconds without an answer it fails with Kafka's reason.
     *
     * @param time when it happened, which may be a while ago
     */
    public CompletableFuture<Void> write(String user, ShopEvent event, Instant time) {
        Instant now = clock.instant();
        byte[] sent = ByteBuffer.allocate(Long.BYTES)
                .putLong(Math.addExact(Math.multiplyExact(now.getEpochSecond(), NANOS), now.getNano()))
                .array();
        return writer.write(user, event, time.toEpochMilli(), List.<Header>of(new RecordHeader(SENT, sent)));
    }

    /** Returns when the event was sent that a record was made of; null if nobody knows. */
    static @Nullable Instant sent(Headers headers) {
        Header sent = headers.lastHeader(SENT);
        if (sent == null || sent.value() == null || sent.value().length != Long.BYTES) {
            return null;
        }
        long nanos = ByteBuffer.wrap(sent.value()).getLong();
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
