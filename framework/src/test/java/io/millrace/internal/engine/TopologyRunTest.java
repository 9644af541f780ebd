package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyRunTest {

    private final MockCluster clients = new MockCluster();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final EngineThreads engineThreads = new EngineThreads();
    private final EventDispatcher events = new EventDispatcher(List.of(), engineThreads);
    private @Nullable Throwable secondInitThrows;

    @AfterEach
    void close() {
        events.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void workersThatWereReadyAreClosedIfAnotherCannotBeMade(ThreadMode threads) {
        secondInitThrows = new IllegalStateException();

        Throwable thrown = catchThrowable(() -> run(threads));

        assertThat(thrown).isInstanceOf(WorkerFailedException.class);
        assertThat(calls).containsExactly("close 0");
    }

    @Test
    void theProducerIsClosedIfAWorkerCannotBeMade() {
        secondInitThrows = new NoClassDefFoundError();

        Throwable thrown = catchThrowable(() -> run(ThreadMode.SHARED));

        assertThat(thrown).isInstanceOf(WorkerFailedException.class).hasCause(secondInitThrows);
        assertThat(clients.producer().closed()).isTrue();
    }

    private void run(ThreadMode threads) {
        Plan plan = Planner.plan(topology(), "group", TopologySettings.defaults());
        new TopologyRun(
                plan,
                TopologySettings.defaults().withThreads(threads),
                new RunEnvironment(
                        "app",
                        clients,
                        new ManualTime(),
                        engineThreads,
                        events,
                        new StuckWatch(engineThreads),
                        RecordTracer.NONE,
                        2),
                RunMeasures.meterWithoutWorkers(plan, new ManualTime()),
                new NoListener());
    }

    private Topology topology() {
        List<Noting> made = new ArrayList<>();
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in"))
                .stage("score", 2)
                .process(() -> {
                    Noting noting = new Noting(made.size());
                    made.add(noting);
                    return noting;
                });
        return builder.build();
    }

    private final class Noting implements Processor<String, String, String, String> {
        private final int number;

        Noting(int number) {
            this.number = number;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            if (number == 1 && secondInitThrows instanceof Error error) {
                throw error;
            }
            if (number == 1 && secondInitThrows instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @Override
        public void process(Record<String, String> record) {}

        @Override
        public void close() {
            calls.add("close " + number);
        }
    }
}
