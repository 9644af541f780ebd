package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import io.millrace.internal.kafka.KafkaFailures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the log shows it: our own messages and Kafka's, and of all others the type and the place only, because a
 * message of foreign code may quote the record.
 */
final class FailureText {

    private static final int LONGEST_CHAIN = 10;

    private FailureText() {}

    static String of(Throwable failure) {
        List<String> parts = new ArrayList<>();
        @Nullable Throwable current = failure;
        while (current != null && parts.size() < LONGEST_CHAIN) {
            parts.add(one(current));
            current = current.getCause();
        }
        return String.join("; caused by ", parts);
    }

    private static String one(Throwable throwable) {
        String type = throwable.getClass().getName();
        if (throwable instanceof MillraceException) {
            return throwable.getMessage() == null ? type : throwable.getMessage();
        }
        String text = KafkaFailures.isSafeToQuote(throwable) ? type + ": " + throwable.getMessage() : type;
        StackTraceElement[] frames = throwable.getStackTrace();
        return frames.length == 0 ? text : text + " at " + frames[0];
    }
}
