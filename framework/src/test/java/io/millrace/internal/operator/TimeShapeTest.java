package io.millrace.internal.operator;

import static io.millrace.internal.operator.Joining.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.LogLines;
import io.millrace.window.EmitStrategy;
import io.millrace.window.TimeWindows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tumbling and hopping windows take, tell and let go of. */
class TimeShapeTest {

    private static final EmitStrategy EACH_UPDATE = EmitStrategy.onWindowUpdate();
    private static final EmitStrategy AT_CLOSE = EmitStrategy.onWindowClose();

    @Test
    void aRecordIsInTheTumblingWindowOfItsTime() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 0).process("a", "y", 9).process("a", "z", 10).process("b", "x", 10);

        assertThat(windows.told).containsExactly("a@0-10=x", "a@0-10=xy", "a@10-20=z", "b@10-20=x");
    }

    @Test
    void aRecordIsInAllHoppingWindowsAroundIt() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(30)).advanceBy(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 5).process("a", "y", 25);

        assertThat(windows.told).containsExactly("a@0-30=x", "a@0-30=xy", "a@10-40=y", "a@20-50=y");
    }

    @Test
    void aWindowThatAdvancesByNoDivisorOfItsSizeBeginsAtMultiplesOfTheAdvance() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)).advanceBy(ms(7)), EACH_UPDATE);

        windows.process("a", "x", 15);

        assertThat(windows.told).containsExactly("a@7-17=x", "a@14-24=x");
    }

    @Test
    void aRecordIsLateForAWindowThatIsClosed() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeAndGrace(ms(10), ms(5)), EACH_UPDATE);

        windows.process("a", "x", 14).process("a", "y", 9).process("a", "z", 15).process("a", "w", 9);

        assertThat(windows.told).containsExactly("a@10-20=x", "a@0-10=y", "a@10-20=xz", "late a=w");
    }

    @Test
    void aRecordThatIsLateForSomeWindowsIsInTheOthersAndLateOnce() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(30)).advanceBy(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 45);
        windows.told.clear();
        windows.process("a", "y", 25);

        assertThat(windows.told).containsExactly("a@20-50=xy", "late a=y");
    }

    @Test
    void onlyTheFirstLateRecordIsLogged() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), EACH_UPDATE);
        windows.process("a", "x", 30);

        List<String> logged = LogLines.of(
                LateOutput.class, () -> windows.process("a", "secret", 5).process("a", "secret", 6));

        assertThat(logged)
                .singleElement()
                .asString()
                .contains("25 ms behind", "'node'")
                .doesNotContain("secret");
    }

    @Test
    void aWindowIsToldOnceWhenItsTimerFires() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeAndGrace(ms(10), ms(5)), AT_CLOSE);

        windows.process("a", "x", 1).process("a", "y", 12).fire();
        assertThat(windows.told).isEmpty();
        windows.advance(15).advance(16);
        assertThat(windows.told).containsExactly("a@0-10=x");
        windows.advance(25);

        assertThat(windows.told).containsExactly("a@0-10=x", "a@10-20=y");
    }

    @Test
    void aWindowIsToldOnceWhenARecordComesBeforeItsTimerFires() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), AT_CLOSE);

        windows.process("a", "x", 1).process("a", "y", 10).fire();

        assertThat(windows.told).containsExactly("a@0-10=x");
    }

    @Test
    void anAggregateThatBecomesNullTakesItsWindowAway() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", "x", 1).process("a", "-", 2);

        assertThat(windows.told).containsExactly("a@0-10=x", "a@0-10=null");
        assertThat(windows.windows).isEmpty();
        assertThat(windows.eventTimers).isEmpty();
    }

    @Test
    void aKeyIsForgottenWhenItsLastWindowIsClosed() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(30)).advanceBy(ms(10)), EACH_UPDATE);
        windows.process("a", "x", 25).process("b", "x", 45);

        windows.advance(49);
        assertThat(windows.windows).containsOnlyKeys("a", "b");
        windows.advance(50);

        assertThat(windows.windows).containsOnlyKeys("b");
    }

    @Test
    void aKeyInUseLetsGoOfClosedWindowsWithoutItsTimer() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(30)).advanceBy(ms(10)), EACH_UPDATE);

        for (int time = 0; time < 1000; time += 10) {
            windows.process("a", "x", time);
        }

        assertThat(windows.windows.get("a")).extracting(KeyWindows::size).isEqualTo(3);
    }

    @Test
    void recordsOfTheSameWindowsSetOneTimer() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(30)).advanceBy(ms(10)), EACH_UPDATE);

        for (int time = 20; time < 30; time++) {
            windows.process("a", "x", time);
        }

        assertThat(windows.timersSet).isEqualTo(1);
    }

    @Test
    void earlyResultsComeOnceInAnInterval() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), EmitStrategy.every(ms(100)));

        windows.process("a", "x", 1).process("a", "y", 2).pass(99);
        assertThat(windows.told).isEmpty();
        windows.pass(1).pass(1000);
        assertThat(windows.told).containsExactly("a@0-10=xy");
        windows.process("a", "z", 3).pass(100);

        assertThat(windows.told).containsExactly("a@0-10=xy", "a@0-10=xyz");
    }

    @Test
    void aWindowIsToldAtItsCloseOnlyIfItHasChangedSince() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), EmitStrategy.every(ms(100)));

        windows.process("a", "x", 1).pass(100).advance(10);
        assertThat(windows.told).containsExactly("a@0-10=x");
        windows.process("a", "y", 11).advance(20).pass(100);

        assertThat(windows.told).containsExactly("a@0-10=x", "a@10-20=y");
    }

    @Test
    void recordsWithoutAKeyOrAValueAreDropped() {
        DrivenWindows windows = Joining.in(TimeWindows.ofSizeWithNoGrace(ms(10)), EACH_UPDATE);

        windows.process("a", null, 1);

        assertThat(windows.told).isEmpty();
        assertThat(windows.windows).isEmpty();
    }
}
