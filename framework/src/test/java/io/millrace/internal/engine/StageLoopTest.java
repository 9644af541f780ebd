package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.stage.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageLoopTest {

    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void itWorksUntilTheRunEnds() {
        Scripted worker = new Scripted(3, 2, 1);

        run(worker);

        assertThat(worker.script).isEmpty();
    }

    @Test
    void itLooksForWorkOnceMoreBeforeItSleeps() {
        Scripted worker = new Scripted(0, 5, 1);

        run(worker);

        assertThat(worker.turns).isEqualTo(3);
    }

    @Test
    void theWorkerIsClosedAtTheEnd() {
        Scripted worker = new Scripted(1);

        run(worker);

        assertThat(worker.closed).isEqualTo(1);
    }

    @Test
    void whatTheWorkerThrowsIsReported() {
        AssertionError thrown = new AssertionError();
        Scripted worker = new Scripted(1);
        worker.thrown = thrown;

        run(worker);

        assertThat(failures).containsExactly(thrown);
    }

    @Test
    void aWorkerThatThrewIsClosedToo() {
        Scripted worker = new Scripted(1);
        worker.thrown = new AssertionError();

        run(worker);

        assertThat(worker.closed).isEqualTo(1);
    }

    @Test
    void aRunThatHasEndedBeforeItBeganClosesItsWorker() {
        Scripted worker = new Scripted();

        run(worker);

        assertThat(worker.turns).isZero();
        assertThat(worker.closed).isEqualTo(1);
    }

    private void run(Scripted worker) {
        new StageLoop(worker, new Parking(), worker.script::isEmpty, failures::add).run();
    }

    /** Does as much in each turn as the script says; the run ends with the script. */
    private static final class Scripted implements Worker {
        private final Deque<Integer> script = new ArrayDeque<>();
        private @Nullable Error thrown;
        private int turns;
        private int closed;

        Scripted(Integer... work) {
            script.addAll(List.of(work));
        }

        @Override
        public String name() {
            return "scripted-0";
        }

        @Override
        public int doWork() {
            turns++;
            int work = script.remove();
            if (thrown != null) {
                script.clear();
                throw thrown;
            }
            return work;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
