package io.millrace.internal.operator;

import static io.millrace.internal.operator.Joining.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.window.EmitStrategy;
import io.millrace.window.SlidingWindows;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which windows records have around them. */
class SlidingShapeTest {

    private static final EmitStrategy EACH_UPDATE = EmitStrategy.onWindowUpdate();

    @Test
    void aRecordHasAWindowThatEndsWithIt() {
        DrivenWindows windows = Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 20).process("a", "y", 20);

        assertThat(windows.told).containsExactly("a@10-20=x", "a@10-20=xy");
    }

    @Test
    void aSecondRecordGivesTheFirstItsRightWindow() {
        DrivenWindows windows = Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 20).process("a", "y", 25);

        assertThat(windows.told).containsExactly("a@10-20=x", "a@15-25=xy", "a@21-31=y");
    }

    @Test
    void aRecordInBetweenHasBothItsWindows() {
        DrivenWindows windows = Joining.in(SlidingWindows.ofTimeDifferenceAndGrace(ms(10), ms(50)), EACH_UPDATE);
        windows.process("a", "x", 20).process("a", "z", 25);
        windows.told.clear();

        windows.process("a", "y", 22);

        assertThat(windows.told).containsExactly("a@12-22=xy", "a@15-25=xzy", "a@21-31=zy", "a@23-33=z");
    }

    @Test
    void recordsAtTheBeginningOfTimeShareAWindow() {
        DrivenWindows windows = Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 1).process("a", "y", 5);

        assertThat(windows.told).containsExactly("a@0-10=x", "a@0-10=xy", "a@2-12=y");
    }

    @Test
    void aRecordIsLateIfItsOwnWindowIsClosed() {
        DrivenWindows windows = Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EACH_UPDATE);
        windows.process("a", "x", 25);
        windows.told.clear();

        windows.process("a", "y", 24).process("a", "z", 14);

        assertThat(windows.told).containsExactly("a@15-25=xy", "a@25-35=x", "late a=y", "late a=z");
    }

    @Test
    void aWindowIsToldOnceItsEndIsPast() {
        DrivenWindows windows =
                Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EmitStrategy.onWindowClose());

        windows.process("a", "x", 20).process("a", "y", 25).advance(25);
        assertThat(windows.told).containsExactly("a@10-20=x");
        windows.advance(26).advance(31).advance(100);

        assertThat(windows.told).containsExactly("a@10-20=x", "a@15-25=xy", "a@21-31=y");
        assertThat(windows.windows).isEmpty();
    }

    @Test
    void earlyResultsLeaveOutWindowsThatWereToldAtTheirClose() {
        DrivenWindows windows =
                Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EmitStrategy.every(ms(100)));

        windows.process("a", "x", 20).process("a", "y", 25).advance(26);
        assertThat(windows.told).containsExactly("a@10-20=x", "a@15-25=xy");
        windows.pass(100);

        assertThat(windows.told).containsExactly("a@10-20=x", "a@15-25=xy", "a@21-31=y");
    }

    @Test
    void aKeyInUseKeepsNoMoreWindowsThanItNeeds() {
        DrivenWindows windows = Joining.in(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)), EACH_UPDATE);

        for (int time = 0; time < 1000; time += 5) {
            windows.process("a", "x", time);
        }

        assertThat(Objects.requireNonNull(windows.windows.get("a")).size()).isLessThanOrEqualTo(10);
    }
}
