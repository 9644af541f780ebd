package io.millrace.topology;

import io.millrace.processor.TimestampExtractor;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a topic is read: its serdes, the source's name, where to begin, and how event time is told. Immutable.
 *
 * <p>The workers of a stage may run on several threads and share the serializers: they must be thread-safe, as Kafka's own are.
 *
 * <p>What is left out falls back on the topology: {@link TopologyBuilder#defaultSerdes}, a name made from the topic's, and
 * {@link StartPosition#earliest()}.
 */
public final class Consumed<K extends @Nullable Object, V extends @Nullable Object> {

    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final @Nullable String name;
    final StartPosition start;
    final boolean dropsReplays;
    final TimePolicy time;

    private Consumed(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable String name,
            StartPosition start,
            boolean dropsReplays,
            TimePolicy time) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.name = name;
        this.start = start;
        this.dropsReplays = dropsReplays;
        this.time = time;
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Consumed<K, V> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return new Consumed<>(
                Objects.requireNonNull(keySerde, "keySerde"),
                Objects.requireNonNull(valueSerde, "valueSerde"),
                null,
                StartPosition.earliest(),
                false,
                TimePolicy.DEFAULT);
    }

    /** Names the source and leaves the serdes to the topology's defaults. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Consumed<K, V> as(String name) {
        return new Consumed<>(null, null, name, StartPosition.earliest(), false, TimePolicy.DEFAULT);
    }

    public Consumed<K, V> withName(String newName) {
        return new Consumed<>(keySerde, valueSerde, newName, start, dropsReplays, time);
    }

    public Consumed<K, V> startingAt(StartPosition position) {
        return new Consumed<>(keySerde, valueSerde, name, position, dropsReplays, time);
    }

    /**
     * Drops records that were read before and were only written again, as their writer does after a crash: it has to be a sink of
     * a topology with {@code Produced.withOutputIds()}. The newest {@linkplain io.millrace.processor.OutputId ids} are kept in a
     * store, and so in each checkpoint. Records without an id pass.
     *
     * <p>The ids are taken as they come: whoever may write to the topic can have records dropped. The topic has to be named; with
     * several topics, all need the same number of partitions.
     */
    public Consumed<K, V> dropReplays() {
        return new Consumed<>(keySerde, valueSerde, name, start, true, time);
    }

    /**
     * Gives each record the timestamp that {@code extractor} says, in place of Kafka's: windows and timers go by it, and what is
     * written has it. What it throws fails the topology.
     */
    public Consumed<K, V> withTimestampExtractor(TimestampExtractor<? super K, ? super V> extractor) {
        return with(time.withExtractor(Objects.requireNonNull(extractor, "extractor")));
    }

    /**
     * Sets by how much a record may be older than the newest before it in its partition, and not be late; none unless set. Event
     * time, and with it all that waits for it, is behind by as much.
     */
    public Consumed<K, V> allowedDisorder(Duration disorder) {
        return with(time.withAllowedDisorder(disorder));
    }

    /**
     * Sets after how long without records, though it could bring some, a partition holds event time up no more; 30 seconds unless set.
     */
    public Consumed<K, V> idleAfter(Duration duration) {
        return with(time.withIdleAfter(duration));
    }

    /**
     * Has event time follow the wall clock, behind it by {@code after} and the allowed disorder, while no record has come for so long
     * in any partition that it depends on. Without this it stands still then, and what waits for it waits for the next record.
     */
    public Consumed<K, V> advancingWhenIdle(Duration after) {
        return with(time.withAdvancingWhenIdle(after));
    }

    /**
     * Sets how far ahead of the wall clock a timestamp is believed; an hour unless set. One from further ahead, which would make all
     * that follows late, becomes that time; a negative one becomes 0. They are counted, and the first is logged.
     */
    public Consumed<K, V> maxFuture(Duration duration) {
        return with(time.withMaxFuture(duration));
    }

    private Consumed<K, V> with(TimePolicy newTime) {
        return new Consumed<>(keySerde, valueSerde, name, start, dropsReplays, newTime);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Consumed<K, V> defaults() {
        return new Consumed<>(null, null, null, StartPosition.earliest(), false, TimePolicy.DEFAULT);
    }
}
