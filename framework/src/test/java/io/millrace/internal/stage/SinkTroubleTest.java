package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.UnavailableException;
import io.millrace.support.LogLines;
import io.millrace.support.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkTroubleTest {

    private final ManualTime time = new ManualTime();
    private final SinkTrouble trouble = new SinkTrouble("cards", "table", time);

    @Test
    void itTellsTheBeginningAndTheEndAndReminds() {
        List<String> lines = LogLines.of(SinkTrouble.class, () -> {
            for (int tries = 0; tries < 40; tries++) {
                fail();
                time.advance(Duration.ofSeconds(1));
            }
            trouble.isOver();
            trouble.isOver();
        });

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("WARN Topology 'cards': sink 'table'")
                .contains("100 ms");
        assertThat(lines.get(1)).startsWith("WARN").contains("for 30 s").contains("31 tries");
        assertThat(lines.get(2)).startsWith("INFO").contains("40000 ms");
    }

    @Test
    void ofWhatWasThrownItNamesTheTypesOnly() {
        assertThat(LogLines.of(SinkTrouble.class, this::fail))
                .singleElement()
                .asString()
                .contains("java.io.UncheckedIOException, caused by java.io.IOException")
                .doesNotContain("secret");
    }

    @Test
    void whatComesAndGoesIsNotToldEachTime() {
        assertThat(LogLines.of(SinkTrouble.class, () -> {
                    for (int times = 0; times < 20; times++) {
                        fail();
                        trouble.isOver();
                        trouble.isDivided(new IOException(), 500);
                        time.advance(Duration.ofSeconds(2));
                    }
                }))
                .as("a failure, its end and a division, twice")
                .hasSize(6);
    }

    @Test
    void whatASinkSaysOfItselfIsShown() {
        assertThat(LogLines.of(
                        SinkTrouble.class,
                        () -> trouble.failed(
                                new UnavailableException("no room", new IOException("secret")),
                                Duration.ofMillis(100))))
                .singleElement()
                .asString()
                .contains("UnavailableException: no room, caused by java.io.IOException")
                .doesNotContain("secret");
    }

    private void fail() {
        trouble.failed(new UncheckedIOException("secret", new IOException("secret")), Duration.ofMillis(100));
    }
}
