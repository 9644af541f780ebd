package io.millrace.simulation;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import io.millrace.topology.KStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Collects the records of each key, and gives them away so long after the first by the wall clock. Immutable. */
record TickStep(long delay) implements TimedStep {

    private static final String INPUT = "a";
    private static final String STORE = "timed-pending";

    static TickStep of(Random random) {
        return new TickStep(1 + random.nextInt(500));
    }

    @Override
    public List<String> inputs() {
        return List.of(INPUT);
    }

    @Override
    public long allowedDisorder() {
        return 0;
    }

    @Override
    public long lateness() {
        return 0;
    }

    @Override
    public void build(Function<String, KStream<String, String>> sources) {
        StoreDefinition<ValueState<String>> pending = Stores.value(STORE, Serdes.String());
        StoreDefinition<TimerState<String>> timers = Stores.timers("timed-ticks");
        sources.apply(INPUT)
                .process(() -> new Collector(delay, pending, timers), pending, timers)
                .to(RESULTS);
    }

    @Override
    public void check(List<Event> events, TimedOutputs outputs, boolean once) {
        List<String> found = outputs.results().stream()
                .flatMap(result -> Bags.ids(result.text()).stream().map(id -> result.name() + "=" + id))
                .toList();
        List<String> wanted =
                events.stream().map(event -> event.key() + "=" + event.id()).toList();
        new Results("What ticks gave away", once).check(wanted, found);
    }

    @Override
    public List<String> lastingStores() {
        return List.of();
    }

    /** Confined to the worker. */
    private static final class Collector implements Processor<String, String, String, String> {
        private final long delay;
        private final StoreDefinition<ValueState<String>> pending;
        private final StoreDefinition<TimerState<String>> timers;
        private @Nullable ProcessorContext<String, String> context;

        Collector(long delay, StoreDefinition<ValueState<String>> pending, StoreDefinition<TimerState<String>> timers) {
            this.delay = delay;
            this.pending = pending;
            this.timers = timers;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            ValueState<String> bag = context().getStateStore(pending);
            String before = bag.get();
            if (before == null) {
                context()
                        .getStateStore(timers)
                        .atProcessingTime("tick", context().currentSystemTimeMs() + delay);
            }
            bag.set(Bags.plus(before == null ? Bags.EMPTY : before, record.value()));
        }

        @Override
        public void onTimer(Timer<String> timer) {
            ValueState<String> bag = context().getStateStore(pending);
            String all = bag.get();
            if (all == null || context().currentSystemTimeMs() < timer.timestamp()) {
                throw new WrongTimer("%s fired at %d, with '%s' there"
                        .formatted(timer, context().currentSystemTimeMs(), all));
            }
            bag.clear();
            context().forward(new Record<>(timer.key(), all, timer.timestamp(), new RecordHeaders()));
        }

        private ProcessorContext<String, String> context() {
            return Objects.requireNonNull(context, "init comes first");
        }
    }
}
