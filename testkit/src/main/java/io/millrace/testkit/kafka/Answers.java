package io.millrace.testkit.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what Kafka answers. */
final class Answers {
    private static final long PATIENCE_SECONDS = 30;

    private Answers() {}

    /** Returns the answer, or fails the test with {@code complaint} and what Kafka said. */
    static <T> T of(Future<T> answer, String complaint) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError(complaint + ": " + failure.getCause(), failure.getCause());
        } catch (TimeoutException silence) {
            throw new AssertionError(
                    "%s: no answer within %d s. Is the broker still there?".formatted(complaint, PATIENCE_SECONDS),
                    silence);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new AssertionError(complaint + ": the test's thread was interrupted.", interruption);
        }
    }

    /** The same for the futures of Kafka's admin client, which are no {@link Future}. */
    static <T> T of(KafkaFuture<T> answer, String complaint) {
        return of(answer.toCompletionStage().toCompletableFuture(), complaint);
    }
}
