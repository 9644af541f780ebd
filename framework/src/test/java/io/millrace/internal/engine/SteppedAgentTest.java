package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SteppedAgentTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final List<Boolean> innerSteps = new ArrayList<>();
    private boolean over;

    @Test
    void aStepSaysWhetherThereWasWork() {
        assertThat(agent(() -> true).step()).isTrue();
        assertThat(agent(() -> false).step()).isFalse();
    }

    @Test
    void aStepWithinAStepDoesNothing() {
        Agent[] itself = new Agent[1];
        itself[0] = agent(() -> {
            innerSteps.add(itself[0].step());
            return true;
        });

        itself[0].step();

        assertThat(innerSteps).containsExactly(false);
    }

    @Test
    void whatItThrowsFailsTheRunAndNotTheCaller() {
        IllegalStateException failure = new IllegalStateException();
        Agent agent = agent(() -> {
            throw failure;
        });

        assertThat(agent.step()).isTrue();
        assertThat(failures).containsExactly(failure);
    }

    @Test
    void itCanStepAgainAfterItHasThrown() {
        Agent agent = agent(() -> {
            throw new IllegalStateException();
        });

        agent.step();
        agent.step();

        assertThat(failures).hasSize(2);
    }

    @Test
    void nothingIsDoneWhenTheRunIsOver() {
        Agent agent = agent(() -> true);
        over = true;

        assertThat(agent.step()).isFalse();
    }

    private Agent agent(BooleanSupplier work) {
        return new SteppedAgent("score-0", work, () -> over, failures::add);
    }
}
