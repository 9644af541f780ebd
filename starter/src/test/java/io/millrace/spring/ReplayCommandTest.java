package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.MillraceException;
import io.millrace.runtime.DeadLetterReplay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.StaticApplicationContext;

class ReplayCommandTest {

    private final FakeTopologyHandle topology = new FakeTopologyHandle("fraud");
    private final List<Integer> exits = new CopyOnWriteArrayList<>();

    @Test
    void theProcessEndsWithTheApplicationsCodeOnceTheLettersAreSent() {
        ready(DeadLetterReplay.all(), 0);

        await().until(() -> !exits.isEmpty());
        assertThat(exits).containsExactly(0);
        assertThat(topology.replayed).containsExactly(DeadLetterReplay.all());
    }

    @Test
    void aReplayThatFailsEndsTheProcessWithOne() {
        topology.failure = new MillraceException("no broker");

        ready(DeadLetterReplay.all(), 0);

        await().until(() -> !exits.isEmpty());
        assertThat(exits).containsExactly(1);
    }

    @Test
    void propertiesThatAreLeftOutAskForAll() {
        assertThat(new ReplayProperties("fraud", null, null, null, null, null).which())
                .isEqualTo(DeadLetterReplay.all());
    }

    @Test
    void propertiesSayWhichLettersAreAskedFor() {
        Instant since = Instant.parse("2026-11-21T08:00:00Z");

        assertThat(new ReplayProperties("fraud", "Broken", "score", ErrorPhase.PROCESSING, "payments", since).which())
                .isEqualTo(new DeadLetterReplay(
                        Optional.of("Broken"),
                        Optional.of("score"),
                        Optional.of(ErrorPhase.PROCESSING),
                        Optional.of("payments"),
                        Optional.of(since)));
    }

    private void ready(DeadLetterReplay which, int code) {
        new ReplayCommand(topology, which, () -> code, exits::add)
                .onApplicationEvent(new ApplicationReadyEvent(
                        new SpringApplication(), new String[0], new StaticApplicationContext(), null));
    }
}
