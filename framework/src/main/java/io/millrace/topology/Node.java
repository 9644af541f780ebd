package io.millrace.topology;

import io.millrace.internal.operator.TableLookup;
import io.millrace.internal.operator.TableRows;
import io.millrace.processor.AsyncBatchMapper;
import io.millrace.processor.AsyncFallback;
import io.millrace.processor.AsyncMapper;
import io.millrace.processor.BatchAction;
import io.millrace.processor.OutputId;
import io.millrace.processor.PartitionProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.RecordWriterSupplier;
import io.millrace.processor.SourcePartition;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * One node of a {@link Topology}'s graph. Records of any types may pass it: types are checked where the graph is defined,
 * by {@link KStream}.
 *
 * <p>Immutable.
 */
public sealed interface Node
        permits Node.Source,
                Node.Operator,
                Node.TableJoin,
                Node.CompleteTable,
                Node.PartitionOperator,
                Node.AsyncOperator,
                Node.BatchSink,
                Node.WriterSink,
                Node.ExternalSink,
                Node.StageBoundary,
                Node.Shuffle,
                Node.ReplayFilter,
                Node.Sink,
                TimeKeeperNode,
                TimestampsNode {

    /** Returns the name, unique in the topology. */
    String name();

    /** Returns the names of the nodes whose records come here. */
    List<String> inputs();

    /** Returns the stores that its code may use, complete with their serdes. */
    default List<StoreDefinition<?>> stores() {
        return List.of();
    }

    /** Says what the node does in a word or two, as {@code filter} or {@code source payments}. */
    String operation();

    /**
     * Reads topics: those of a list, or all whose names match a pattern.
     *
     * @param time how event time is told from their records
     */
    record Source(
            String name,
            List<String> topics,
            Optional<Pattern> pattern,
            Deserializer<?> keyDeserializer,
            Deserializer<?> valueDeserializer,
            StartPosition start,
            TimePolicy time)
            implements Node {

        public Source {
            topics = List.copyOf(topics);
        }

        @Override
        public List<String> inputs() {
            return List.of();
        }

        @Override
        public String operation() {
            return "source " + pattern.map(Pattern::pattern).orElseGet(() -> String.join(", ", topics));
        }

        /** Returns whether this source reads {@code topic}. */
        public boolean reads(String topic) {
            return topics.contains(topic)
                    || pattern.filter(regex -> regex.matcher(topic).matches()).isPresent();
        }
    }

    /**
     * Runs code on each record, with one processor for each worker.
     *
     * @param stores those that the processor may use, complete with their serdes
     * @param globalTables those that the processor may look into
     * @param emitsOnTimers whether it forwards anything when a timer fires; if not, its timers only clear up, and nobody can tell
     *     when they fire
     */
    record Operator(
            String name,
            String operation,
            List<String> inputs,
            ProcessorSupplier<?, ?, ?, ?> supplier,
            List<StoreDefinition<?>> stores,
            List<GlobalTable> globalTables,
            boolean emitsOnTimers)
            implements Node {

        public Operator {
            inputs = List.copyOf(inputs);
            stores = List.copyOf(stores);
            globalTables = List.copyOf(globalTables);
        }

        public Operator(
                String name,
                String operation,
                List<String> inputs,
                ProcessorSupplier<?, ?, ?, ?> supplier,
                List<StoreDefinition<?>> stores,
                boolean emitsOnTimers) {
            this(name, operation, inputs, supplier, stores, List.of(), emitsOnTimers);
        }

        /** It is taken to emit on timers if it has any. */
        public Operator(
                String name,
                String operation,
                List<String> inputs,
                ProcessorSupplier<?, ?, ?, ?> supplier,
                List<StoreDefinition<?>> stores) {
            this(
                    name,
                    operation,
                    inputs,
                    supplier,
                    stores,
                    stores.stream().anyMatch(store -> store.kind() == StoreKind.TIMERS));
        }

        Operator(String name, String operation, List<String> inputs, ProcessorSupplier<?, ?, ?, ?> supplier) {
            this(name, operation, inputs, supplier, List.of(), false);
        }

        /** Returns the same operator with other inputs. */
        public Operator withInputs(List<String> newInputs) {
            return new Operator(name, operation, newInputs, supplier, stores, globalTables, emitsOnTimers);
        }

        /** Returns the same operator, whose processor may look into {@code table}. */
        Operator lookingInto(GlobalTable table) {
            return new Operator(name, operation, inputs, supplier, stores, List.of(table), emitsOnTimers);
        }
    }

    /**
     * Joins with tables, each of which it sees through the table's own store or through a copy that it keeps: that is the plan's
     * choice, which makes an {@link Operator} of it.
     *
     * @param processors what makes processors of the looks into {@code tables}
     */
    record TableJoin(
            String name,
            String operation,
            List<String> inputs,
            List<TableChoice> tables,
            Function<List<TableLookup>, ProcessorSupplier<?, ?, ?, ?>> processors)
            implements Node {

        public TableJoin {
            inputs = List.copyOf(inputs);
            tables = List.copyOf(tables);
        }

        @Override
        public List<StoreDefinition<?>> stores() {
            return tables.stream()
                    .<StoreDefinition<?>>map(TableChoice::own)
                    .distinct()
                    .toList();
        }

        /** Returns what runs it, where it uses the own stores of those tables that {@code shared} holds for. */
        public Operator decided(Predicate<StoreDefinition<?>> shared) {
            List<TableLookup> lookups = tables.stream()
                    .map(table -> shared.test(table.own()) ? table.shared() : table.copied())
                    .toList();
            List<StoreDefinition<?>> stores = lookups.stream()
                    .<StoreDefinition<?>>map(TableLookup::store)
                    .distinct()
                    .toList();
            return new Operator(name, operation, inputs, processors.apply(lookups), stores);
        }
    }

    /**
     * Tells all that a table has when a batch ends, and passes nothing on that comes to it.
     *
     * @param inputs the node that keeps the table, in the same stage
     * @param store what the table is kept in
     */
    record CompleteTable(String name, List<String> inputs, StoreDefinition<?> store, TableRows rows) implements Node {

        public CompleteTable {
            inputs = List.copyOf(inputs);
        }

        @Override
        public List<StoreDefinition<?>> stores() {
            return List.of(store);
        }

        @Override
        public String operation() {
            return "complete table";
        }
    }

    /** Runs code on each record, with one processor for each source partition. */
    record PartitionOperator(
            String name, String operation, List<String> inputs, PartitionProcessorSupplier<?, ?, ?, ?> supplier)
            implements Node {

        public PartitionOperator {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Begins a stage, and makes a call to elsewhere for each record, whose answer becomes its value.
     *
     * @param name the stage's name too
     * @param fallback the value where a call has failed at last; empty leaves that to the stage's error policy
     */
    record AsyncOperator(
            String name, List<String> inputs, Async options, Call call, Optional<AsyncFallback<?, ?, ?>> fallback)
            implements Node {

        /** What makes a call. */
        public sealed interface Call {}

        /** A call for each record. */
        public record EachRecord(AsyncMapper<?, ?, ?> mapper) implements Call {}

        /** A call for several records. */
        public record Batches(AsyncBatchMapper<?, ?, ?> mapper) implements Call {}

        public AsyncOperator {
            inputs = List.copyOf(inputs);
        }

        /** Returns how many records go into one call at the most. */
        public int batchSize() {
            return call instanceof Batches ? options.batchSize() : 1;
        }

        @Override
        public String operation() {
            return call instanceof Batches
                    ? "mapAsyncBatch by %d, %s".formatted(options.batchSize(), options)
                    : "mapAsync, %s".formatted(options);
        }
    }

    /** Ends a stream with code that gets the records of a partition and an epoch in one go. */
    record BatchSink(String name, List<String> inputs, BatchAction<?, ?> action) implements Node {

        public BatchSink {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String operation() {
            return "foreachBatch";
        }
    }

    /** Ends a stream with code that writes record by record, and is told where epochs begin and end. */
    record WriterSink(String name, List<String> inputs, RecordWriterSupplier<?, ?> supplier) implements Node {

        public WriterSink {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String operation() {
            return "foreach";
        }
    }

    /** Ends a stream elsewhere than in Kafka. */
    record ExternalSink(String name, List<String> inputs, io.millrace.sink.Sink<?, ?> sink, Batched batched)
            implements Node {

        public ExternalSink {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String operation() {
            return "sink elsewhere";
        }
    }

    /**
     * Begins a stage: what follows runs on workers of its own.
     *
     * @param name the stage's name too
     * @param parallelism the number of workers, at least 1, unless the settings say otherwise
     */
    record StageBoundary(String name, List<String> inputs, int parallelism) implements Node {

        public StageBoundary {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String operation() {
            return "stage, parallelism " + parallelism;
        }
    }

    /**
     * Behind it, all records of a key are together. How they get there, if they are not there already, is the plan's choice.
     *
     * @param parallelism the workers of the stage that a grouping with a name begins, at least 1, unless the settings say
     *     otherwise; empty if it begins none
     * @param repartitioning how the records are moved; empty if they are where they belong
     */
    record Shuffle(String name, List<String> inputs, OptionalInt parallelism, Optional<Repartitioning> repartitioning)
            implements Node {

        public Shuffle {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String operation() {
            String operation = repartitioning.isPresent() ? "shuffle by key" : "group by key";
            return parallelism.isPresent() ? operation + ", parallelism " + parallelism.getAsInt() : operation;
        }

        /** Returns the name of the node that writes the records, where they are moved through a topic. */
        public String writer() {
            return name + "-write";
        }

        /** Returns the name of the node that reads them from there. */
        public String reader() {
            return name + "-read";
        }

        /** Returns the name of the node that begins the stage behind the reader. */
        public String beginning() {
            return name + "-stage";
        }
    }

    /**
     * What moving records to their new keys' partitions takes. Immutable.
     *
     * @param base what the repartition topic's name is made of, unique in the topology
     * @param cause what makes it necessary, as a part of a sentence: {@code 'selectKey-1' (Fraud.java:12) may change the key}
     * @param entry what records pass before they are written: it drops those that can't be grouped
     * @param partitions of the repartition topic; empty takes those of the input
     */
    record Repartitioning(
            String base,
            String cause,
            ProcessorSupplier<?, ?, ?, ?> entry,
            Serde<?> keySerde,
            Serde<?> valueSerde,
            OptionalInt partitions,
            ShuffleDelivery delivery) {}

    /**
     * Drops records that carry an {@link OutputId} which was seen before, and takes the ids off the others.
     *
     * @param newest holds the newest id of each channel, for each partition by which it comes
     */
    record ReplayFilter(String name, List<String> inputs, StoreDefinition<KeyValueStore<Arrival, OutputId>> newest)
            implements Node {

        /** A channel, as far as it came by one partition of a topic: there its ids only grow. Immutable. */
        public record Arrival(SourcePartition partition, OutputId.Channel channel) {}

        public ReplayFilter {
            inputs = List.copyOf(inputs);
        }

        /** Returns one for the records of the source node {@code source}; {@code name} is its own. */
        public static ReplayFilter behind(String source, String name) {
            return new ReplayFilter(
                    name,
                    List.of(source),
                    Stores.keyValue(nameBehind(source), OutputIdSerdes.ARRIVALS, OutputIdSerdes.IDS)
                            .withStoreType(StoreType.IN_MEMORY));
        }

        /** Returns the name of the store behind {@code source}, and of the node where it needs no other. */
        public static String nameBehind(String source) {
            return source + "-replays";
        }

        @Override
        public List<StoreDefinition<?>> stores() {
            return List.of(newest);
        }

        @Override
        public String operation() {
            return "drop replays";
        }
    }

    /**
     * Writes each record to a topic.
     *
     * @param withOutputIds whether each record is to tell which input it came from, so that readers recognise replays
     */
    record Sink(
            String name,
            List<String> inputs,
            Destination destination,
            Serializer<?> keySerializer,
            Serializer<?> valueSerializer,
            boolean withOutputIds)
            implements Node {

        public Sink {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String operation() {
            return "sink " + destination;
        }
    }

    /** Where a {@link Sink} writes to. */
    sealed interface Destination {}

    /** One topic for all records. */
    record FixedTopic(String topic) implements Destination {

        @Override
        public String toString() {
            return topic;
        }
    }

    /** A topic chosen for each record. */
    record ChosenTopic(TopicNameExtractor<?, ?> extractor) implements Destination {

        @Override
        public String toString() {
            return "(chosen for each record)";
        }
    }
}
