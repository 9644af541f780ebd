package io.millrace.topology;

import io.millrace.internal.operator.JoinKind;
import io.millrace.processor.AsyncBatchMapper;
import io.millrace.processor.AsyncFallback;
import io.millrace.processor.AsyncMapper;
import io.millrace.processor.Batch;
import io.millrace.processor.BatchAction;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ForeachAction;
import io.millrace.processor.KeyValue;
import io.millrace.processor.KeyValueMapper;
import io.millrace.processor.PartitionProcessorSupplier;
import io.millrace.processor.Predicate;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.RecordWriterSupplier;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.processor.ValueJoiner;
import io.millrace.processor.ValueMapper;
import io.millrace.processor.ValueMapperWithKey;
import io.millrace.sink.Sink;
import io.millrace.state.StoreDefinition;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A stream of records at one point of a topology. Every operation adds a node behind this point and returns the stream that
 * leaves it; the stream itself stays usable, and each of its followers sees all of its records.
 *
 * <p>Operators run in the order in which records of a partition were written. User functions are shared by the workers of
 * a stage, must not block, and what they throw fails the topology with the record's place in the message.
 *
 * <p>Immutable view on the builder; not thread-safe.
 */
public final class KStream<K extends @Nullable Object, V extends @Nullable Object> {

    private final StreamPoint<K, V> point;

    KStream(StreamPoint<K, V> point) {
        this.point = point;
    }

    /** Keeps the records for which {@code predicate} holds. */
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return at(point.operator(null, "filter", Operations.filter(predicate)));
    }

    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return at(point.operator(named, "filter", Operations.filter(predicate)));
    }

    /** Drops the records for which {@code predicate} holds. */
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return at(point.operator(null, "filterNot", Operations.<K, V>filter((k, v) -> !predicate.test(k, v))));
    }

    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        return at(point.operator(named, "filterNot", Operations.<K, V>filter((k, v) -> !predicate.test(k, v))));
    }

    /** Replaces key and value. */
    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends L, ? extends W>> mapper) {
        return newTypes(point.operator(null, "map", Operations.<K, V, L, W>map(mapper)));
    }

    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends L, ? extends W>> mapper, Named named) {
        return newTypes(point.operator(named, "map", Operations.<K, V, L, W>map(mapper)));
    }

    /** Replaces the value. */
    public <W extends @Nullable Object> KStream<K, W> mapValues(ValueMapper<? super V, ? extends W> mapper) {
        return newValue(point.operator(null, "mapValues", Operations.<K, V, W>mapValues((k, v) -> mapper.apply(v))));
    }

    public <W extends @Nullable Object> KStream<K, W> mapValues(
            ValueMapper<? super V, ? extends W> mapper, Named named) {
        return newValue(point.operator(named, "mapValues", Operations.<K, V, W>mapValues((k, v) -> mapper.apply(v))));
    }

    public <W extends @Nullable Object> KStream<K, W> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends W> mapper) {
        return newValue(point.operator(null, "mapValues", Operations.<K, V, W>mapValues(mapper)));
    }

    public <W extends @Nullable Object> KStream<K, W> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends W> mapper, Named named) {
        return newValue(point.operator(named, "mapValues", Operations.<K, V, W>mapValues(mapper)));
    }

    /** Replaces each record by any number of records. */
    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends L, ? extends W>>>
                    mapper) {
        return newTypes(point.operator(null, "flatMap", Operations.<K, V, L, W>flatMap(mapper)));
    }

    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends L, ? extends W>>>
                    mapper,
            Named named) {
        return newTypes(point.operator(named, "flatMap", Operations.<K, V, L, W>flatMap(mapper)));
    }

    /** Replaces each value by any number of values under the same key. */
    public <W extends @Nullable Object> KStream<K, W> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends W>> mapper) {
        return newValue(
                point.operator(null, "flatMapValues", Operations.<K, V, W>flatMapValues((k, v) -> mapper.apply(v))));
    }

    public <W extends @Nullable Object> KStream<K, W> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends W>> mapper, Named named) {
        return newValue(
                point.operator(named, "flatMapValues", Operations.<K, V, W>flatMapValues((k, v) -> mapper.apply(v))));
    }

    /** Replaces the key. */
    public <L extends @Nullable Object> KStream<L, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends L> mapper) {
        return newKey(point.operator(null, "selectKey", Operations.<K, V, L>selectKey(mapper)));
    }

    public <L extends @Nullable Object> KStream<L, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends L> mapper, Named named) {
        return newKey(point.operator(named, "selectKey", Operations.<K, V, L>selectKey(mapper)));
    }

    /** Does something with each record and passes it on. */
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action) {
        return at(point.operator(null, "peek", Operations.peek(action)));
    }

    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named) {
        return at(point.operator(named, "peek", Operations.peek(action)));
    }

    /** Ends the stream by doing something with each record. A replay after a crash does it again. */
    public void foreach(ForeachAction<? super K, ? super V> action) {
        point.end(null, "foreach", Operations.<K, V>foreach(action));
    }

    public void foreach(ForeachAction<? super K, ? super V> action, Named named) {
        point.end(named, "foreach", Operations.<K, V>foreach(action));
    }

    /**
     * Ends the stream with a writer for each source partition, which is opened at the first record of an epoch and closed when the epoch
     * ends, before it becomes durable. It is called by the worker; to write to other systems in batches, beside it, take {@link
     * #to(Sink)}. A replay after a crash writes again.
     */
    public void foreach(RecordWriterSupplier<? super K, ? super V> supplier) {
        new StreamEnds(point).writer(null, supplier);
    }

    public void foreach(RecordWriterSupplier<? super K, ? super V> supplier, Named named) {
        new StreamEnds(point).writer(named, supplier);
    }

    /**
     * Ends the stream by doing something with many records at a time: those of one source partition and one epoch. For the triggers
     * that make batches; with {@code real-time} it is refused.
     *
     * <p>{@code action} is called once for each partition and batch, by the worker that has them, before the batch becomes durable.
     * If the process dies in between, or the partition moves to another instance, it is called again, with the same {@link
     * Batch#epoch() number} and for the same input records. So who writes the number in one transaction with what is made of the
     * batch, and leaves out what is not above the highest number of that partition, has each record once:
     *
     * <pre>{@code
     * stream.foreachBatch(batch -> database.inTransaction(tx -> {
     *     if (tx.lastEpoch(batch.partition()) < batch.epoch()) {
     *         tx.insertAll(batch.records());
     *         tx.setLastEpoch(batch.partition(), batch.epoch());
     *     }
     * }));
     * }</pre>
     *
     * <p>The promise is about input records, as long as their topic keeps them: what the operators before make of them is the same if
     * these are functions of the records and of state behind one topic. To know the same batch again, its end is committed before it
     * flows, so each batch costs a commit more. A batch has 10,000 records or somewhat more at most, with {@code once} all there are;
     * all of them are in memory at a time. Numbers begin anew if the group's offsets are deleted or reset. What {@code action} throws
     * fails the topology, which repeats the batch when it is restarted.
     */
    public void foreachBatch(BatchAction<? super K, ? super V> action) {
        new StreamEnds(point).batches(null, action);
    }

    public void foreachBatch(BatchAction<? super K, ? super V> action, Named named) {
        new StreamEnds(point).batches(named, action);
    }

    /** Ends the stream by printing each record; for looking at, as it shows contents. */
    public void print(Printed<K, V> printed) {
        ProcessorSupplier<K, V, Void, Void> printing = () -> new PrintProcessor<>(printed);
        point.end(null, "print", printing);
    }

    /** Returns a stream of the records of this and the other; between the two no order is kept. */
    public KStream<K, V> merge(KStream<K, V> other) {
        return new KStream<>(point.merge(other.point, null));
    }

    public KStream<K, V> merge(KStream<K, V> other, Named named) {
        return new KStream<>(point.merge(other.point, named));
    }

    /**
     * Joins each record with the entry of {@code table} that {@code keySelector} names, as it is when the record passes. Without one,
     * also where {@code keySelector} returns null, the record goes no further; nor does one with a null value. Its key stays, and
     * changes of the table give no results by themselves.
     */
    public <T, W, R extends @Nullable Object> KStream<K, R> join(
            GlobalKTable<T, W> table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            ValueJoiner<? super V, ? super W, ? extends R> joiner) {
        return looked(null, "join", table, keySelector, GlobalJoinProcessor.<K, V, W, R>inner(joiner));
    }

    public <T, W, R extends @Nullable Object> KStream<K, R> join(
            GlobalKTable<T, W> table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            ValueJoiner<? super V, ? super W, ? extends R> joiner,
            Named named) {
        return looked(named, "join", table, keySelector, GlobalJoinProcessor.<K, V, W, R>inner(joiner));
    }

    /** The same, but where there is no entry {@code joiner} gets null for it. Records with a null value are dropped here too. */
    public <T, W, R extends @Nullable Object> KStream<K, R> leftJoin(
            GlobalKTable<T, W> table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner) {
        return looked(null, "leftJoin", table, keySelector, GlobalJoinProcessor.<K, V, W, R>left(joiner));
    }

    public <T, W, R extends @Nullable Object> KStream<K, R> leftJoin(
            GlobalKTable<T, W> table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner,
            Named named) {
        return looked(named, "leftJoin", table, keySelector, GlobalJoinProcessor.<K, V, W, R>left(joiner));
    }

    /** Splits the stream: each record goes to the first branch whose predicate holds. */
    public BranchedKStream<K, V> split() {
        return new BranchedKStream<>(this, null);
    }

    /** The same; {@code named} begins the names of the branches. */
    public BranchedKStream<K, V> split(Named named) {
        return new BranchedKStream<>(this, named);
    }

    /**
     * Runs user code on each record, with one processor for each worker of the stage.
     *
     * @param stores those that the processor asks its context for; several operators may pass the same definition and share
     *     the store
     */
    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> process(
            ProcessorSupplier<? super K, ? super V, L, W> supplier, StoreDefinition<?>... stores) {
        return newTypes(point.end(null, "process", supplier, stores));
    }

    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> process(
            ProcessorSupplier<? super K, ? super V, L, W> supplier, Named named, StoreDefinition<?>... stores) {
        return newTypes(point.end(named, "process", supplier, stores));
    }

    /**
     * The same with a global table, which the processor gets from its context by the table's name, as a {@link
     * io.millrace.state.ReadOnlyKeyValueStore}.
     */
    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> process(
            ProcessorSupplier<? super K, ? super V, L, W> supplier,
            GlobalKTable<?, ?> table,
            StoreDefinition<?>... stores) {
        return newTypes(point.end("process", supplier, table, stores));
    }

    /**
     * Runs user code that keeps the keys, with one processor for each worker of the stage; so state by key may follow.
     *
     * @param stores those that the processor asks its context for; several operators may pass the same definition and share
     *     the store
     */
    public <W extends @Nullable Object> KStream<K, W> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, W> supplier, StoreDefinition<?>... stores) {
        return newValue(point.end(null, "processValues", supplier.keepingKeys(), stores));
    }

    public <W extends @Nullable Object> KStream<K, W> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, W> supplier, Named named, StoreDefinition<?>... stores) {
        return newValue(point.end(named, "processValues", supplier.keepingKeys(), stores));
    }

    /** The same with a global table; see {@link #process(ProcessorSupplier, GlobalKTable, StoreDefinition...)}. */
    public <W extends @Nullable Object> KStream<K, W> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, W> supplier,
            GlobalKTable<?, ?> table,
            StoreDefinition<?>... stores) {
        return newValue(point.end("processValues", supplier.keepingKeys(), table, stores));
    }

    /**
     * Runs user code on each record, with one processor for each source partition, opened and closed with the partition.
     */
    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> mapPartitions(
            PartitionProcessorSupplier<? super K, ? super V, L, W> supplier) {
        return newTypes(point.partitionOperator(null, supplier));
    }

    public <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> mapPartitions(
            PartitionProcessorSupplier<? super K, ? super V, L, W> supplier, Named named) {
        return newTypes(point.partitionOperator(named, supplier));
    }

    /**
     * Replaces the value by the answer to a call to elsewhere, which {@code mapper} begins: many calls are under way at a time, and
     * nobody waits for them but the records that they are for.
     *
     * <p>It begins a stage, which {@link Async#named} gives a name. An epoch ends when the calls of its records have ended; so state
     * and outputs behind them are as safe as anywhere. After a crash, calls since the last checkpoint are made again: one whose effect
     * must not come twice has to recognise that by itself. A call that has failed at last, or in time has no answer, fails its record.
     */
    public <W extends @Nullable Object> KStream<K, W> mapAsync(
            AsyncMapper<? super K, ? super V, ? extends W> mapper, Async async) {
        return new KStream<>(point.async(async, new Node.AsyncOperator.EachRecord(mapper), null));
    }

    /** The same; a record whose call has failed at last goes on with the value that {@code fallback} gives it. */
    public <W extends @Nullable Object> KStream<K, W> mapAsync(
            AsyncMapper<? super K, ? super V, ? extends W> mapper,
            Async async,
            AsyncFallback<? super K, ? super V, ? extends W> fallback) {
        return new KStream<>(point.async(async, new Node.AsyncOperator.EachRecord(mapper), fallback));
    }

    /**
     * The same with a call for several records, as {@link Async#batch} says how many. A call that fails fails for all of its records, and
     * is tried again for all of them.
     */
    public <W extends @Nullable Object> KStream<K, W> mapAsyncBatch(
            AsyncBatchMapper<? super K, ? super V, ? extends W> mapper, Async async) {
        return new KStream<>(point.async(async, new Node.AsyncOperator.Batches(mapper), null));
    }

    /** The same; records whose call has failed at last go on with the values that {@code fallback} gives each. */
    public <W extends @Nullable Object> KStream<K, W> mapAsyncBatch(
            AsyncBatchMapper<? super K, ? super V, ? extends W> mapper,
            Async async,
            AsyncFallback<? super K, ? super V, ? extends W> fallback) {
        return new KStream<>(point.async(async, new Node.AsyncOperator.Batches(mapper), fallback));
    }

    /** Begins a stage with one worker; see {@link #stage(String, int)}. */
    public KStream<K, V> stage(String name) {
        return stage(name, 1);
    }

    /**
     * Begins a stage: what follows runs on workers of its own, joined to the ones before by in-memory lanes. Records of one
     * source partition go to the same worker, so their order is kept.
     *
     * @param name how settings and metrics call the stage
     * @param parallelism the number of workers, at least 1; the settings can override it
     */
    public KStream<K, V> stage(String name, int parallelism) {
        return at(point.stage(name, parallelism));
    }

    /**
     * Groups the records by their key. Where it may not be the key that they were read with, they are moved to that key's
     * worker; else they are aggregated in the stage they are in.
     */
    public KGroupedStream<K, V> groupByKey() {
        return groupByKey(Grouped.unnamed());
    }

    /**
     * Groups the records by their key. A named grouping begins a stage, which spreads the keys over its workers, so that there
     * may be more of them than partitions.
     */
    public KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped) {
        return new KGroupedStream<>(point, grouped);
    }

    /** Groups the records by the key that {@code mapper} gives them, which moves them to that key's worker. */
    public <L> KGroupedStream<L, V> groupBy(KeyValueMapper<? super K, ? super V, ? extends L> mapper) {
        return groupBy(mapper, Grouped.unnamed());
    }

    public <L> KGroupedStream<L, V> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends L> mapper, Grouped<L, V> grouped) {
        KStream<L, V> byNewKey = newKey(point.operator(null, "groupBy", Operations.<K, V, L>selectKey(mapper)));
        return new KGroupedStream<>(byNewKey.point, grouped);
    }

    /**
     * Joins each record with those of {@code other} that have the same key and are near enough in event time, as {@code windows}
     * say. A pair has the later of the two timestamps and the headers of the record that came last.
     *
     * <p>Both inputs need the same number of partitions, and equal keys have to be in the same partition of both; where a key was
     * changed, the records are moved first. Records without a key or a value are dropped, and the first one is logged. Partners are
     * kept until the watermark, which is that of the slower input, shows that no record is to come that is not late.
     */
    public <W extends @Nullable Object, R extends @Nullable Object> KStream<K, R> join(
            KStream<K, W> other, ValueJoiner<? super V, ? super W, ? extends R> joiner, JoinWindows windows) {
        return join(other, joiner, windows, StreamJoined.unnamed());
    }

    public <W extends @Nullable Object, R extends @Nullable Object> KStream<K, R> join(
            KStream<K, W> other,
            ValueJoiner<? super V, ? super W, ? extends R> joiner,
            JoinWindows windows,
            StreamJoined<K, V, W> joined) {
        return new StreamJoins<R>(JoinKind.INNER, joiner, windows).join(point, other.point, joined);
    }

    /**
     * The same; a record of this stream that has no partner when its window closes goes on with null, and so does one without a
     * key, at once. It has no headers, unless it goes on at once, as a late record does.
     */
    public <W extends @Nullable Object, R extends @Nullable Object> KStream<K, R> leftJoin(
            KStream<K, W> other, ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner, JoinWindows windows) {
        return leftJoin(other, joiner, windows, StreamJoined.unnamed());
    }

    public <W extends @Nullable Object, R extends @Nullable Object> KStream<K, R> leftJoin(
            KStream<K, W> other,
            ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner,
            JoinWindows windows,
            StreamJoined<K, V, W> joined) {
        return new StreamJoins<R>(JoinKind.LEFT, joiner, windows).join(point, other.point, joined);
    }

    /** The same; records of both streams go on without a partner, see {@link #leftJoin(KStream, ValueJoiner, JoinWindows)}. */
    public <W extends @Nullable Object, R extends @Nullable Object> KStream<K, R> outerJoin(
            KStream<K, W> other,
            ValueJoiner<? super @Nullable V, ? super @Nullable W, ? extends R> joiner,
            JoinWindows windows) {
        return outerJoin(other, joiner, windows, StreamJoined.unnamed());
    }

    public <W extends @Nullable Object, R extends @Nullable Object> KStream<K, R> outerJoin(
            KStream<K, W> other,
            ValueJoiner<? super @Nullable V, ? super @Nullable W, ? extends R> joiner,
            JoinWindows windows,
            StreamJoined<K, V, W> joined) {
        return new StreamJoins<R>(JoinKind.OUTER, joiner, windows).join(point, other.point, joined);
    }

    /**
     * Joins each record with what {@code table} has under its key when the record is processed; without an entry it goes no
     * further. Updates of the table give nothing.
     *
     * <p>Stream and table need the same number of partitions, and equal keys have to be in the same partition of both; where the
     * stream's key was changed, its records are moved first. Records without a key or a value are dropped, and the first one is
     * logged.
     */
    public <W, R extends @Nullable Object> KStream<K, R> join(
            KTable<K, W> table, ValueJoiner<? super V, ? super W, ? extends R> joiner) {
        return join(table, joiner, Joined.unnamed());
    }

    public <W, R extends @Nullable Object> KStream<K, R> join(
            KTable<K, W> table, ValueJoiner<? super V, ? super W, ? extends R> joiner, Joined<K, V> joined) {
        return new TableJoins<R>(JoinKind.INNER, joiner).join(point, table, joined);
    }

    /** The same; a record without a key or an entry is joined with null. */
    public <W, R extends @Nullable Object> KStream<K, R> leftJoin(
            KTable<K, W> table, ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner) {
        return leftJoin(table, joiner, Joined.unnamed());
    }

    public <W, R extends @Nullable Object> KStream<K, R> leftJoin(
            KTable<K, W> table, ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner, Joined<K, V> joined) {
        return new TableJoins<R>(JoinKind.LEFT, joiner).join(point, table, joined);
    }

    /**
     * Drops duplicates: records with the key and id of another that has passed, whose event time is at most {@code within} away
     * from that one's. The first record that comes passes.
     *
     * <p>Duplicates need to have the same key; behind an operator that may change it, this is refused: move the records with {@link
     * #repartition()} first. Records without a key or id pass. An id is forgotten once the watermark has passed its record by {@code
     * within}; so a duplicate that is later than that behind the watermark passes too.
     */
    public KStream<K, V> deduplicate(
            KeyValueMapper<? super K, ? super V, ? extends @Nullable String> id, Duration within) {
        return deduplicate(id, within, Deduplicated.with(Serdes.String()));
    }

    /** The same, with ids of any type and named as {@code deduplicated} says. */
    public <I> KStream<K, V> deduplicate(
            KeyValueMapper<? super K, ? super V, ? extends @Nullable I> id,
            Duration within,
            Deduplicated<I> deduplicated) {
        return at(Deduplications.add(point, id, within, deduplicated));
    }

    /** Moves the records to the partitions, and workers, of their keys; state by key may follow. */
    public KStream<K, V> repartition() {
        return repartition(Repartitioned.unnamed());
    }

    /** The same, as {@code repartitioned} says. */
    public KStream<K, V> repartition(Repartitioned<K, V> repartitioned) {
        return new KStream<>(point.graph().shuffles().repartition(point, repartitioned));
    }

    /** Writes each record to {@code topic}. */
    public void to(String topic) {
        to(topic, Produced.defaults());
    }

    public void to(String topic, Produced<K, V> produced) {
        point.sink(new Node.FixedTopic(topic), produced);
    }

    /** Writes each record to the topic that {@code extractor} names for it. */
    public void to(TopicNameExtractor<? super K, ? super V> extractor) {
        to(extractor, Produced.defaults());
    }

    public void to(TopicNameExtractor<? super K, ? super V> extractor, Produced<K, V> produced) {
        point.sink(new Node.ChosenTopic(extractor), produced);
    }

    /**
     * Writes the records to {@code sink}, in batches, while others flow. A checkpoint waits for what was made before it to be written, so
     * nothing is lost; while the sink is away, batches are tried again, and the stream waits when two are full.
     *
     * <p>What is written again after a failure counts once where the sink goes by the records' ids, and where a replay gives the same
     * outputs again; {@code explain()} says whether it does.
     */
    public void to(Sink<? super K, ? super V> sink) {
        to(sink, Batched.defaults());
    }

    public void to(Sink<? super K, ? super V> sink, Batched batched) {
        new StreamEnds(point).sink(sink, batched);
    }

    StreamPoint<K, V> point() {
        return point;
    }

    KStream<K, V> at(String newNode) {
        return new KStream<>(point.at(newNode));
    }

    private <L extends @Nullable Object, W extends @Nullable Object> KStream<L, W> newTypes(String newNode) {
        return new KStream<>(point.newTypes(newNode));
    }

    private <W extends @Nullable Object> KStream<K, W> newValue(String newNode) {
        return new KStream<>(point.newValue(newNode, null));
    }

    private <L extends @Nullable Object> KStream<L, V> newKey(String newNode) {
        return new KStream<>(point.newKey(newNode));
    }

    private <T, W, R extends @Nullable Object> KStream<K, R> looked(
            @Nullable Named named,
            String operation,
            GlobalKTable<T, W> table,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable T> keySelector,
            GlobalJoinProcessor.Outcome<K, V, W, R> outcome) {
        return newValue(point.join(
                named,
                operation,
                table,
                node -> GlobalJoinProcessor.<K, V, T, W, R>supplier(node, table.name(), keySelector, outcome)));
    }
}
