package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Timers that become due behind the last epoch of a run: nothing of it would be committed. */
class LastBarrierTest {

    private static final StoreDefinition<TimerState<String>> TIMERS = Stores.timers("timers");

    private final SteppedTopology run = new SteppedTopology(topology());

    @Test
    void timersFireWhenItIsTime() {
        run.send("a", "x");
        run.barrier();
        run.pass(Duration.ofSeconds(2));

        assertThat(run.written()).containsExactly("a=fired");
    }

    @Test
    void behindTheLastBarrierTheyAreLeftForTheNextRun() {
        run.send("a", "x");
        run.lastBarrier();
        run.pass(Duration.ofSeconds(2));

        assertThat(run.written()).isEmpty();
    }

    private static Topology topology() {
        TopologyBuilder builder =
                TopologyBuilder.named("cards").defaultSerdes(SteppedStage.STRING, SteppedStage.STRING);
        builder.<String, String>stream("in")
                .<String, String>process(Later::new, TIMERS)
                .to("out");
        return builder.build();
    }

    /** Tells a second later of each record. */
    private static final class Later implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            ProcessorContext<String, String> known = Objects.requireNonNull(context, "init comes first");
            known.getStateStore(TIMERS).atProcessingTime("later", known.currentSystemTimeMs() + 1_000);
        }

        @Override
        public void onTimer(Timer<String> timer) {
            Objects.requireNonNull(context, "init comes first")
                    .forward(new Record<>(timer.key(), "fired", timer.timestamp(), new RecordHeaders()));
        }
    }
}
