package io.millrace.internal.operator;

import static io.millrace.internal.operator.Joining.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import org.junit.jupiter.api.Test;

/** How sessions begin, grow, become one and end. */
class SessionShapeTest {

    private static final EmitStrategy EACH_UPDATE = EmitStrategy.onWindowUpdate();

    @Test
    void aSessionGrowsAndItsFormerWindowIsGone() {
        DrivenWindows windows = Joining.in(SessionWindows.ofInactivityGapWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 20).process("a", "y", 30);

        assertThat(windows.told).containsExactly("a@20-20=x", "a@20-20=null", "a@20-30=xy");
    }

    @Test
    void aRecordBeyondTheGapBeginsAnother() {
        DrivenWindows windows = Joining.in(SessionWindows.ofInactivityGapWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 20).process("a", "y", 31);

        assertThat(windows.told).containsExactly("a@20-20=x", "a@31-31=y");
    }

    @Test
    void aRecordWithinASessionLeavesItsWindowAsItIs() {
        DrivenWindows windows = Joining.in(SessionWindows.ofInactivityGapWithNoGrace(ms(10)), EACH_UPDATE);
        windows.process("a", "x", 20).process("a", "y", 30);
        windows.told.clear();

        windows.process("a", "z", 25);

        assertThat(windows.told).containsExactly("a@20-30=xyz");
    }

    @Test
    void aRecordInTheGapMakesTwoSessionsOne() {
        DrivenWindows windows = Joining.in(SessionWindows.ofInactivityGapAndGrace(ms(10), ms(50)), EACH_UPDATE);
        windows.process("a", "x", 20).process("a", "y", 35);
        windows.told.clear();

        windows.process("a", "z", 27);

        assertThat(windows.told)
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).isEqualTo("a@20-20=null"),
                        one -> assertThat(one).isEqualTo("a@35-35=null"),
                        one -> assertThat(one).isEqualTo("a@20-35=xyz"));
        assertThat(windows.told).last().isEqualTo("a@20-35=xyz");
    }

    @Test
    void aSessionIsToldOnceItCannotGrowAnyMore() {
        DrivenWindows windows =
                Joining.in(SessionWindows.ofInactivityGapAndGrace(ms(10), ms(5)), EmitStrategy.onWindowClose());

        windows.process("a", "x", 20).process("a", "y", 28).advance(43);
        assertThat(windows.told).isEmpty();
        windows.advance(44);

        assertThat(windows.told).containsExactly("a@20-28=xy");
        assertThat(windows.windows).isEmpty();
    }

    @Test
    void aClosedSessionGrowsNoMore() {
        DrivenWindows windows =
                Joining.in(SessionWindows.ofInactivityGapWithNoGrace(ms(10)), EmitStrategy.onWindowClose());

        windows.process("a", "x", 20)
                .process("b", "x", 31)
                .process("a", "y", 29)
                .advance(100);

        assertThat(windows.told).containsExactly("a@20-20=x", "a@29-29=y", "b@31-31=x");
    }

    @Test
    void aRecordIsLateIfItsSessionWouldBeClosed() {
        DrivenWindows windows = Joining.in(SessionWindows.ofInactivityGapWithNoGrace(ms(10)), EACH_UPDATE);
        windows.process("a", "x", 50);
        windows.told.clear();

        windows.process("a", "y", 39).process("a", "z", 40);

        assertThat(windows.told).containsExactly("late a=y", "a@50-50=null", "a@40-50=xz");
    }

    @Test
    void aSessionThatGrowsIsToldAsGoneOnlyIfItWasTold() {
        DrivenWindows windows =
                Joining.in(SessionWindows.ofInactivityGapWithNoGrace(ms(10)), EmitStrategy.every(ms(100)));

        windows.process("a", "x", 20).process("a", "y", 25).pass(100);
        assertThat(windows.told).containsExactly("a@20-25=xy");
        windows.process("a", "z", 30).process("a", "w", 35).pass(100);

        assertThat(windows.told).containsExactly("a@20-25=xy", "a@20-25=null", "a@20-35=xyzw");
    }
}
