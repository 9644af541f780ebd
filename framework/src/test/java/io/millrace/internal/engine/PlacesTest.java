package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.runtime.ThreadMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    private static final StagePlan DECLARED = new StagePlan("declared", 2, true, List.of());
    private static final StagePlan SOURCE = new StagePlan("source", 1, false, List.of());
    private static final Plan PLAN = new Plan("cards", List.of(SOURCE, DECLARED), List.of(), List.of(), List.of());

    private final List<String> wakeUps = new ArrayList<>();
    private final WakeUp pollThread = () -> wakeUps.add("poll");

    @ParameterizedTest
    @CsvSource({
        // mode, processors, declared, parallelism, dedicated
        "SHARED, 64, true, 8, false",
        "DEDICATED, 1, false, 1, true",
        "AUTO, 1, true, 8, false",
        "AUTO, 3, true, 8, false",
        "AUTO, 4, true, 1, true",
        "AUTO, 4, false, 2, true",
        "AUTO, 4, false, 1, false",
    })
    void aStageHasThreadsOfItsOwn(
            ThreadMode mode, int processors, boolean declared, int parallelism, boolean dedicated) {
        StagePlan stage = new StagePlan("stage", parallelism, declared, List.of());

        assertThat(Places.isDedicated(stage, mode, processors)).isEqualTo(dedicated);
    }

    @Test
    void aSharedWorkerIsWokenByWakingThePollThread() {
        Places places = new Places(PLAN, ThreadMode.AUTO, 4, pollThread);

        assertThat(places.wakeUp(SOURCE, 0)).isSameAs(pollThread);
        assertThat(places.sharesPollThread(SOURCE)).isTrue();
    }

    @Test
    void aDedicatedWorkerHasAPlaceOfItsOwn() {
        Places places = new Places(PLAN, ThreadMode.AUTO, 4, pollThread);

        assertThat(places.wakeUp(DECLARED, 0)).isNotSameAs(places.wakeUp(DECLARED, 1));
        assertThat(places.wakeUp(DECLARED, 0)).isSameAs(places.parking(DECLARED, 0));
    }

    @Test
    void aSharedWorkerHasNowhereToPark() {
        Places places = new Places(PLAN, ThreadMode.SHARED, 4, pollThread);

        assertThatIllegalStateException()
                .isThrownBy(() -> places.parking(DECLARED, 0))
                .withMessage("Stage 'declared' shares the poll thread");
    }

    @Test
    void thePollThreadIsWokenWithAllOthers() {
        new Places(PLAN, ThreadMode.DEDICATED, 4, pollThread).wakeAll();

        assertThat(wakeUps).containsExactly("poll");
    }
}
