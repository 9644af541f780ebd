package io.millrace.simulation;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.EntryIterator;
import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.topology.KStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Collects the records of each key and period, and gives them away when an event-time timer says that the period is over. Immutable.
 *
 * @param derived whether the timers are made of the periods anew after a restart, and not stored
 */
record TimerStep(long period, long allowedDisorder, boolean derived) implements TimedStep {

    private static final String INPUT = "a";
    private static final String STORE = "timed-periods";

    static TimerStep of(Random random) {
        return new TimerStep(50 + random.nextInt(600), random.nextInt(300), random.nextBoolean());
    }

    @Override
    public List<String> inputs() {
        return List.of(INPUT);
    }

    @Override
    public long lateness() {
        return 0;
    }

    @Override
    public void build(Function<String, KStream<String, String>> sources) {
        StoreDefinition<MapState<String, String>> periods = Stores.map(STORE, Serdes.String(), Serdes.String());
        StoreDefinition<TimerState<String>> timers = derived
                ? Stores.timersOfEntries(periods, (end, bag) -> Long.parseLong(end))
                : Stores.timers("timed-ends");
        sources.apply(INPUT)
                .process(() -> new Periods(period, periods, timers), periods, timers)
                .to(RESULTS);
    }

    @Override
    public void check(List<Event> events, TimedOutputs outputs, boolean once) {
        Map<String, String> wanted = new TreeMap<>();
        events.forEach(
                event -> wanted.merge(event.key() + "@" + end(event.timestamp(), period), event.id(), Bags::merged));
        new Results("What timers gave away", once).check(Results.texts(wanted), outputs.texts());
    }

    @Override
    public List<String> lastingStores() {
        return List.of();
    }

    private static long end(long timestamp, long period) {
        return timestamp - timestamp % period + period;
    }

    /** Confined to the worker. */
    private static final class Periods implements Processor<String, String, String, String> {
        private final long period;
        private final StoreDefinition<MapState<String, String>> periods;
        private final StoreDefinition<TimerState<String>> timers;
        private @Nullable ProcessorContext<String, String> context;

        Periods(
                long period,
                StoreDefinition<MapState<String, String>> periods,
                StoreDefinition<TimerState<String>> timers) {
            this.period = period;
            this.periods = periods;
            this.timers = timers;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            MapState<String, String> bags = context().getStateStore(periods);
            String end = Long.toString(end(record.timestamp(), period));
            String before = bags.get(end);
            bags.put(end, Bags.plus(before == null ? Bags.EMPTY : before, record.value()));
            context().getStateStore(timers).atEventTime(end, Long.parseLong(end));
        }

        @Override
        public void onTimer(Timer<String> timer) {
            MapState<String, String> bags = context().getStateStore(periods);
            String end = timer.name().toString();
            String bag = bags.get(end);
            if (bag == null) {
                throw new WrongTimer("Timer '%s' fired for nothing; there is %s".formatted(end, all(bags)));
            }
            if (timer.timestamp() != Long.parseLong(end) || context().currentWatermarkMs() < timer.timestamp()) {
                throw new WrongTimer("Timer '%s' fired as if due at %d, at %d"
                        .formatted(end, timer.timestamp(), context().currentWatermarkMs()));
            }
            bags.remove(end);
            String key = timer.key() + "@" + end;
            context().forward(new Record<>(key, bag, timer.timestamp(), new RecordHeaders()));
        }

        private static Map<String, String> all(MapState<String, String> bags) {
            Map<String, String> all = new TreeMap<>();
            try (EntryIterator<String, String> entries = bags.entries()) {
                entries.forEachRemaining(entry -> all.put(entry.key(), entry.value()));
            }
            return all;
        }

        private ProcessorContext<String, String> context() {
            return Objects.requireNonNull(context, "init comes first");
        }
    }
}
