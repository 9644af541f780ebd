package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.StaticApplicationContext;

/** An engine whose topologies were never started, or stopped by hand, has not ended by itself. */
class ExitWhenFinishedTest {

    private final List<Integer> exits = new CopyOnWriteArrayList<>();

    @Test
    void nothingEndsBeforeTheTopologiesHave() {
        try (MillraceEngine engine = engine()) {
            ExitWhenFinished exit = exit(engine);

            ready(exit);
            exit.stateChanged("copy", TopologyState.STARTING, TopologyState.RUNNING);

            assertThat(exits).isEmpty();
        }
    }

    @Test
    void aTopologyThatWasStoppedByHandEndsNoProcess() {
        MillraceEngine engine = engine();
        ExitWhenFinished exit = exit(engine);
        ready(exit);
        engine.close();

        exit.stateChanged("copy", TopologyState.CREATED, TopologyState.CLOSED);

        assertThat(exits).isEmpty();
    }

    @Test
    void whereAllHaveEndedTheProcessEndsOnceItIsReady() {
        MillraceEngine engine = MillraceEngine.builder()
                .applicationId("app")
                .kafkaProperties(Map.of("bootstrap.servers", "localhost:1"))
                .build();
        ExitWhenFinished exit = exit(engine);
        exit.stateChanged("any", TopologyState.RUNNING, TopologyState.STOPPED);
        assertThat(exits).isEmpty();

        ready(exit);
        ready(exit);

        await().until(() -> !exits.isEmpty());
        assertThat(exits).containsExactly(7);
    }

    private static MillraceEngine engine() {
        return MillraceEngine.builder()
                .applicationId("app")
                .kafkaProperties(Map.of("bootstrap.servers", "localhost:1"))
                .topology(TestTopologies.copy("copy", "in", "out"))
                .build();
    }

    private ExitWhenFinished exit(MillraceEngine engine) {
        return new ExitWhenFinished(
                new StaticListableBeanFactory(Map.of("engine", engine)).getBeanProvider(MillraceEngine.class),
                () -> 7,
                exits::add);
    }

    private static void ready(ExitWhenFinished exit) {
        exit.onApplicationEvent(new ApplicationReadyEvent(
                new SpringApplication(), new String[0], new StaticApplicationContext(), null));
    }
}
