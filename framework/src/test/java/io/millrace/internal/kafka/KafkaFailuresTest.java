package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFailuresTest {

    static List<Throwable> connection() {
        return List.of(
                new BrokerUnavailableException("cards", Duration.ofSeconds(1), new TimeoutException()),
                new OutputFailedException("cards", "out", new TimeoutException()),
                new WorkerFailedException("cards", "source", new DisconnectException()));
    }

    static List<Throwable> others() {
        return List.of(
                new OutputFailedException("cards", "out", new RecordTooLargeException()),
                new WorkerFailedException("cards", "source", new GroupAuthorizationException("group")),
                new WorkerFailedException("cards", "score-0", new IllegalStateException()),
                new RecordFailedException("cards", "score", "score", "in", 0, 0, new TimeoutException()),
                new MissingTopicException("cards", List.of("out")),
                new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource("connection")
    void failuresOfTheConnectionEndByThemselves(Throwable failure) {
        assertThat(KafkaFailures.isOfConnection(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherFailuresUseUpAttempts(Throwable failure) {
        assertThat(KafkaFailures.isOfConnection(failure)).isFalse();
    }
}
