package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunFailureTest {

    private final List<String> ends = new ArrayList<>();
    private final RunFailure failure = new RunFailure(() -> ends.add("end"));

    @Test
    void theFirstFailureCounts() {
        Throwable first = new IllegalStateException("first");

        failure.accept(first);
        failure.accept(new IllegalStateException("second"));

        assertThat(failure.get()).containsSame(first);
    }

    @Test
    void theRunIsEndedOnce() {
        failure.accept(new IllegalStateException());
        failure.accept(new IllegalStateException());

        assertThat(ends).containsExactly("end");
    }

    @Test
    void withoutAFailureThereIsNone() {
        assertThat(failure.isSet()).isFalse();
        assertThat(failure.get()).isEmpty();
    }
}
