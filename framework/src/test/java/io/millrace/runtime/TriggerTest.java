package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {

    @ParameterizedTest
    @CsvSource({
        "real-time 10s, PT10S",
        "real-time 250ms, PT0.25S",
        "real-time 5m, PT5M",
        "real-time 2h, PT2H",
        "real-time 100ms, PT0.1S",
        "real-time 10 s, PT10S",
        "'  Real-Time   10S ', PT10S",
        "real-time, PT5M"
    })
    void realTimeIsRead(String text, Duration interval) {
        assertThat(Trigger.parse(text)).isEqualTo(Trigger.realTime(interval));
    }

    @ParameterizedTest
    @CsvSource({"processing-time 500ms, PT0.5S", "processing-time 1s, PT1S", "PROCESSING-TIME 1 M, PT1M"})
    void processingTimeIsRead(String text, Duration interval) {
        assertThat(Trigger.parse(text)).isEqualTo(Trigger.processingTime(interval));
    }

    @Test
    void jobsAreRead() {
        assertThat(Trigger.parse(" Available-Now ")).isEqualTo(Trigger.availableNow());
        assertThat(Trigger.parse("ONCE")).isEqualTo(Trigger.once());
    }

    @ParameterizedTest
    @CsvSource({"available-now 10s, available-now, 10s", "once 500 ms, once, 500ms"})
    void aJobWithAnIntervalIsRefusedWithTheReason(String text, String job, String interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.parse(text))
                .withMessage(
                        "'%s' has an interval, but with '%s' a topology processes what is there and ends, so nothing repeats. Write '%s', or 'processing-time %s' to have it go on.",
                        text, job, job, interval);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10s",
                "realtime 10s",
                "real-time 10",
                "real-time 10d",
                "real-time -1s",
                "real-time 1.5s",
                "real-time10s",
                "real-time 10s 10s",
                "processing-time",
                "available",
                "available-now-10s",
                "once more",
                "real-time s",
                "real-time ١s"
            })
    void whatIsNoTriggerIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.parse(text))
                .withMessage(
                        "'%s' is no trigger. Write 'real-time', 'real-time 10s', 'processing-time 500ms', 'available-now' or 'once' (units: ms, s, m, h)."
                                .formatted(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"real-time 0s", "real-time 99ms", "processing-time 0ms"})
    void anIntervalThatIsTooShortIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.parse(text))
                .withMessageStartingWith("A trigger's interval is at least 100ms, this one has ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "real-time 99999999999999999999s",
                "real-time 9223372036854775807h",
                "real-time 9223372036854775807s",
                "processing-time 9223372036854775807ms",
                "real-time 2562048h"
            })
    void anIntervalThatIsTooLongIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.parse(text))
                .withMessageContaining("too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "real-time 10s",
                "real-time 90s",
                "real-time 5m",
                "real-time 1500ms",
                "processing-time 500ms",
                "available-now",
                "once"
            })
    void whatIsWrittenIsReadAgain(String text) {
        assertThat(Trigger.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"real-time 120s", "real-time 2h", "processing-time 1000ms"})
    void anotherWayToWriteItMeansTheSame(String text) {
        Trigger trigger = Trigger.parse(text);

        assertThat(Trigger.parse(trigger.toString())).isEqualTo(trigger);
    }

    @Test
    void theLongestIntervalFitsTheClock() {
        assertThat(new Trigger.RealTime(Trigger.LONGEST).interval().toNanos()).isPositive();
    }
}
