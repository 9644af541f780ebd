package io.millrace.internal.operator;

import io.millrace.processor.ProcessingContext;
import io.millrace.processor.RecordMetadata;
import java.util.Optional;

/** Says for messages where the record in hand came from. The engine's contexts do. Confined to the worker. */
@FunctionalInterface
public interface Whence {

    /** Returns where the record in hand was read; empty if a timer gave rise to it, so that it was read nowhere. */
    Optional<RecordMetadata> whence();

    /** Returns that as a part of a sentence. */
    static String text(ProcessingContext context) {
        Optional<RecordMetadata> origin =
                context instanceof Whence known ? known.whence() : Optional.of(context.recordMetadata());
        return origin.map(
                        read -> "read from %s-%d at offset %d".formatted(read.topic(), read.partition(), read.offset()))
                .orElse("made when a timer fired");
    }
}
