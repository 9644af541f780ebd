package io.millrace.testkit;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.TimeDomain;
import io.millrace.processor.Timer;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A topology of timers. A record's value says what it does with them: {@code e a 500} sets the one named {@code a} to event time 500,
 * {@code p a 500} to 500 ms after the driver's start by the wall clock, {@code c a} takes it back, and anything else nothing. A timer
 * that fires gives a record that names it and its time.
 */
final class Reminders {

    static final Serde<String> STRING = Serdes.String();
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final StoreDefinition<TimerState<String>> TIMERS = Stores.timers("reminders");

    private Reminders() {}

    static Topology topology() {
        return topology(Consumed.with(STRING, STRING), stream -> stream);
    }

    static Topology topology(Consumed<String, String> consumed, UnaryOperator<KStream<String, String>> between) {
        TopologyBuilder builder = TopologyBuilder.named("reminders");
        between.apply(builder.stream("notes", consumed))
                .process(Reminder::new, TIMERS)
                .to("fired", Produced.with(STRING, STRING));
        return builder.build();
    }

    static TopologyTestDriver driver() {
        return driver(topology());
    }

    static TopologyTestDriver driver(Topology topology) {
        return TopologyTestDriver.builder(topology).startingAt(START).build();
    }

    static TestInputTopic<String, String> notes(TopologyTestDriver driver) {
        return driver.createInputTopic("notes", STRING.serializer(), STRING.serializer());
    }

    static TestRecord<String, String> note(String key, String value, long timestamp) {
        return new TestRecord<String, String>(key, value).withTimestamp(Instant.ofEpochMilli(timestamp));
    }

    /** Returns what has fired since the last call, as {@code key name@time}. */
    static List<String> fired(TopologyTestDriver driver) {
        return driver
                .createOutputTopic("fired", STRING.deserializer(), STRING.deserializer())
                .readRecordsToList()
                .stream()
                .map(record -> record.key() + " " + record.value())
                .toList();
    }

    static final class Reminder implements Processor<String, String, String, String> {

        private @Nullable ProcessorContext<String, String> context;
        private @Nullable TimerState<String> timers;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
            timers = newContext.getStateStore(TIMERS);
        }

        @Override
        public void process(Record<String, String> record) {
            TimerState<String> set = Objects.requireNonNull(timers);
            String[] words = record.value().split(" ");
            switch (words[0]) {
                case "e" -> set.atEventTime(words[1], Long.parseLong(words[2]));
                case "p" -> set.atProcessingTime(words[1], START.toEpochMilli() + Long.parseLong(words[2]));
                case "c" -> set.cancel(words[1]);
                default -> {
                    // it only moves the time
                }
            }
        }

        @Override
        public void onTimer(Timer<String> timer) {
            long at = timer.domain() == TimeDomain.EVENT_TIME
                    ? timer.timestamp()
                    : timer.timestamp() - START.toEpochMilli();
            Objects.requireNonNull(context)
                    .forward(
                            new Record<>(timer.key(), timer.name() + "@" + at, timer.timestamp(), new RecordHeaders()));
        }
    }
}
