package io.millrace.internal.kafka;

import java.util.function.Supplier;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Calls of Kafka's consumer that must not be woken. A wake-up is meant to end a poll; one that comes just after the poll has
 * ended hits the next call instead, which is then simply made again.
 */
final class Unwoken {

    private Unwoken() {}

    static <T> T call(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (WakeupException e) {
                continue; // the consumer forgets a wake-up when it throws, so this ends
            }
        }
    }
}
