package io.millrace.testkit.internal.memory;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A member's assignment, or why there is none. Immutable. */
record SyncAnswer(Errors error, @Nullable ByteBuffer assignment) {

    static SyncAnswer refused(Errors error) {
        return new SyncAnswer(error, null);
    }
}
