package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.MillraceException;
import io.millrace.errors.RecordFailedException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    private static final String SECRET = "4111-1111-1111-1111";

    @Test
    void ourOwnMessagesAreShown() {
        assertThat(FailureText.of(new MillraceException("Topology 'cards' failed")))
                .isEqualTo("Topology 'cards' failed");
    }

    @Test
    void foreignMessagesAreNot() {
        Throwable foreign = new IllegalStateException(SECRET, new IllegalArgumentException(SECRET));

        assertThat(FailureText.of(new RecordFailedException("cards", "score", "score", "in", 0, 7, foreign)))
                .contains("offset 7", "IllegalStateException at ", "caused by", "IllegalArgumentException at ")
                .doesNotContain(SECRET);
    }

    @Test
    void aForeignFailureIsShownWithItsPlace() {
        assertThat(FailureText.of(new IllegalStateException(SECRET)))
                .startsWith("java.lang.IllegalStateException at io.millrace.internal.engine.FailureTextTest.");
    }

    @Test
    void aFailureWithoutAStackIsShownWithItsType() {
        IllegalStateException bare = new IllegalStateException(SECRET);
        bare.setStackTrace(new StackTraceElement[0]);

        assertThat(FailureText.of(bare)).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aCircleOfCausesEnds() {
        IllegalStateException first = new IllegalStateException();
        IllegalStateException second = new IllegalStateException(first);
        first.initCause(second);

        assertThat(FailureText.of(first).split("; caused by ")).hasSize(10);
    }
}
