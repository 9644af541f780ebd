package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifeCycleTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final EventDispatcher events = new EventDispatcher(List.of(new Telling()), new EngineThreads());
    private final LifeCycle lifeCycle = new LifeCycle("cards", events);

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void itBeginsAsCreated() {
        assertThat(lifeCycle.state()).isEqualTo(TopologyState.CREATED);
    }

    @Test
    void aLegalStepIsTaken() {
        lifeCycle.become(TopologyState.STARTING);

        assertThat(lifeCycle.state()).isEqualTo(TopologyState.STARTING);
    }

    @Test
    void anIllegalStepIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> lifeCycle.become(TopologyState.RUNNING))
                .withMessage("Topology 'cards' can't become RUNNING: it is CREATED");
    }

    @Test
    void anIllegalStepThatIsOnlyTriedChangesNothing() {
        assertThat(lifeCycle.tryBecome(TopologyState.RUNNING)).isFalse();
        assertThat(lifeCycle.state()).isEqualTo(TopologyState.CREATED);
    }

    @Test
    void everyStepIsToldInOrder() {
        lifeCycle.become(TopologyState.STARTING);
        lifeCycle.tryBecome(TopologyState.CLOSED);
        lifeCycle.become(TopologyState.RUNNING);

        await().untilAsserted(
                        () -> assertThat(told).containsExactly("cards CREATED STARTING", "cards STARTING RUNNING"));
    }

    @Test
    void whatHasFinishedIsStoppedAndSaysSo() {
        running();

        assertThat(lifeCycle.finish()).isTrue();

        assertThat(lifeCycle.state()).isEqualTo(TopologyState.STOPPED);
        assertThat(lifeCycle.end()).isCompletedWithValue(TopologyEnd.FINISHED);
    }

    @Test
    void whoeverDrainsItIsTheOneWhoEndsIt() {
        running();
        lifeCycle.become(TopologyState.DRAINING);

        assertThat(lifeCycle.finish()).isFalse();
        lifeCycle.become(TopologyState.STOPPED);

        assertThat(lifeCycle.end()).isCompletedWithValue(TopologyEnd.STOPPED);
    }

    @Test
    void aFailureIsAnEnd() {
        running();
        assertThat(lifeCycle.end()).isNotDone();

        lifeCycle.become(TopologyState.FAILED);
        lifeCycle.become(TopologyState.CLOSED);

        assertThat(lifeCycle.end()).isCompletedWithValue(TopologyEnd.FAILED);
    }

    @Test
    void anotherStartTakesTheEndBack() {
        running();
        lifeCycle.finish();

        lifeCycle.become(TopologyState.STARTING);

        assertThat(lifeCycle.end()).isNotDone();
    }

    private void running() {
        lifeCycle.become(TopologyState.STARTING);
        lifeCycle.become(TopologyState.RUNNING);
    }

    private final class Telling implements TopologyListener {
        @Override
        public void stateChanged(String topology, TopologyState from, TopologyState to) {
            told.add(topology + " " + from + " " + to);
        }
    }
}
