package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.internal.stage.Worker;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerClosingTest {

    static List<Throwable> throwables() {
        return List.of(new IllegalStateException(), new AssertionError(), new NoClassDefFoundError());
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void aWorkerThatFailsToCloseDoesNotKeepTheOthersFromIt(Throwable thrown) {
        assertThatCode(() -> WorkerClosing.close(new FailingToClose(thrown))).doesNotThrowAnyException();
    }

    private record FailingToClose(Throwable thrown) implements Worker {
        @Override
        public String name() {
            return "failing-0";
        }

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public void close() {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }
}
