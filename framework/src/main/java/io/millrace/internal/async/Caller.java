package io.millrace.internal.async;

import io.millrace.processor.AsyncBatchMapper;
import io.millrace.processor.AsyncMapper;
import io.millrace.processor.BlockingMapper;
import io.millrace.processor.KeyValue;
import io.millrace.processor.Record;
import io.millrace.topology.Node;
import io.millrace.trace.TraceStep;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Calls user code for records, and takes what it answers apart. Thread-safe, as that is. */
sealed interface Caller {

    /** Begins a call, and returns what completes with its answer; throws what user code throws. Where it blocks, its thread enters {@code step}. */
    @Nullable
    CompletionStage<?> begin(List<QueuedRecord> records, TraceStep step);

    /** Returns the values of {@code records} records that are in {@code answer}. */
    List<? extends @Nullable Object> values(@Nullable Object answer, int records);

    /** Returns what calls the code of {@code node}; where that blocks, on {@code threads}. */
    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the mapper
    static Caller of(Node.AsyncOperator node, Executor threads) {
        if (node.call() instanceof Node.AsyncOperator.Batches batches) {
            AsyncBatchMapper<Object, Object, Object> mapper =
                    (AsyncBatchMapper<Object, Object, Object>) batches.mapper();
            if (mapper instanceof AsyncBatchMapper.Blocking<Object, Object, Object> blocking) {
                AsyncBatchMapper.BlockingBatch<Object, Object, Object> function = blocking.function();
                return new OfBatches((records, step) -> BlockingCall.on(threads, step, () -> function.apply(records)));
            }
            return new OfBatches((records, step) -> mapper.apply(records));
        }
        AsyncMapper<Object, Object, Object> mapper =
                (AsyncMapper<Object, Object, Object>) ((Node.AsyncOperator.EachRecord) node.call()).mapper();
        if (mapper instanceof AsyncMapper.Blocking<Object, Object, Object> blocking) {
            BlockingMapper<? super Object, ? super Object, ?> function = blocking.function();
            return new OfEach((record, step) ->
                    BlockingCall.on(threads, step, () -> function.apply(record.key(), record.value())));
        }
        return new OfEach((record, step) -> mapper.apply(record.key(), record.value()));
    }

    private static KeyValue<Object, Object> pair(QueuedRecord queued) {
        Record<Object, Object> record = queued.record();
        return new KeyValue<>(record.key(), record.value());
    }

    /** User code that begins a call. Thread-safe. */
    interface Code<T> {
        @Nullable
        CompletionStage<?> begin(T input, TraceStep step);
    }

    /** Makes a call for each record. */
    record OfEach(Code<KeyValue<Object, Object>> code) implements Caller {

        @Override
        public @Nullable CompletionStage<?> begin(List<QueuedRecord> records, TraceStep step) {
            return code.begin(pair(records.get(0)), step);
        }

        @Override
        public List<? extends @Nullable Object> values(@Nullable Object answer, int records) {
            return Collections.singletonList(answer);
        }
    }

    /** Makes one call for several records. */
    record OfBatches(Code<List<KeyValue<Object, Object>>> code) implements Caller {

        @Override
        public @Nullable CompletionStage<?> begin(List<QueuedRecord> records, TraceStep step) {
            return code.begin(records.stream().map(Caller::pair).toList(), step);
        }

        @Override
        public List<? extends @Nullable Object> values(@Nullable Object answer, int records) {
            if (!(answer instanceof List<?> values) || values.size() != records) {
                throw new IllegalStateException(
                        "The function given to mapAsyncBatch was called for %d records and answered %s: return a value for each, in their order"
                                .formatted(
                                        records,
                                        answer instanceof List<?> list ? "with " + list.size() + " values" : "null"));
            }
            return values;
        }
    }
}
