package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.UserCode;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.processor.AsyncBatchMapper;
import io.millrace.processor.AsyncFallback;
import io.millrace.processor.AsyncMapper;
import io.millrace.processor.KeyValue;
import io.millrace.processor.Record;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Async;
import io.millrace.topology.Node;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A queue of calls with two lanes before it and a worker behind it, stepped by the test, which answers the calls. Values tell records.
 */
final class SteppedCalls {

    static final int LANES = 2;

    final ManualTime time = new ManualTime();
    final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    final NotingWorker worker = new NotingWorker();
    final AtomicInteger wakeUps = new AtomicInteger();

    /** The values of the records that calls have begun for, those of a batch with a plus between them. */
    final List<String> begun = new ArrayList<>();

    /** The step of a trace that records come from. */
    TraceStep trace = TraceStep.NONE;

    private final List<CompletableFuture<Object>> answers = new ArrayList<>();
    private final List<Exchange> lanes = new ArrayList<>();
    private final AsyncArrivals arrivals;
    private long offset;

    SteppedCalls(Async async) {
        this(async, false);
    }

    SteppedCalls(Async async, boolean indifferentToEpochs) {
        this(async, indifferentToEpochs, null);
    }

    SteppedCalls(Async async, AsyncFallback<Object, Object, Object> fallback) {
        this(async, false, fallback);
    }

    private SteppedCalls(
            Async async, boolean indifferentToEpochs, @Nullable AsyncFallback<Object, Object, Object> fallback) {
        AsyncMapper<Object, Object, Object> mapper = (key, value) -> begin(value.toString());
        this.arrivals = arrivals(
                new Node.AsyncOperator(
                        "score",
                        List.of("in"),
                        async,
                        new Node.AsyncOperator.EachRecord(mapper),
                        Optional.ofNullable(fallback)),
                indifferentToEpochs,
                CallThreads.NONE);
    }

    private SteppedCalls(Async async, Node.AsyncOperator.Call call, CallThreads threads) {
        Node.AsyncOperator.Call used = call;
        this.arrivals =
                arrivals(new Node.AsyncOperator("score", List.of("in"), async, used, Optional.empty()), false, threads);
    }

    /** Makes a call for several records each time. */
    static SteppedCalls inBatches(Async async) {
        Batches batches = new Batches();
        SteppedCalls calls = new SteppedCalls(async, new Node.AsyncOperator.Batches(batches), CallThreads.NONE);
        batches.calls = calls;
        return calls;
    }

    /** Calls {@code mapper}. */
    static SteppedCalls of(Async async, AsyncMapper<?, ?, ?> mapper, CallThreads threads) {
        return new SteppedCalls(async, new Node.AsyncOperator.EachRecord(mapper), threads);
    }

    private static final class Batches implements AsyncBatchMapper<Object, Object, Object> {
        private @Nullable SteppedCalls calls;

        @Override
        @SuppressWarnings("unchecked") // the test answers with lists
        public CompletionStage<? extends List<?>> apply(List<KeyValue<Object, Object>> records) {
            String values = String.join(
                    "+",
                    records.stream().map(KeyValue::value).map(Object::toString).toList());
            return (CompletionStage<List<?>>)
                    (CompletionStage<?>) Objects.requireNonNull(calls).begin(values);
        }
    }

    private AsyncArrivals arrivals(Node.AsyncOperator node, boolean indifferentToEpochs, CallThreads threads) {
        List<Lane> all = Stream.generate(() -> new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED))
                .limit(LANES)
                .toList();
        all.forEach(lane -> lanes.add(new Exchange(List.of(lane))));
        return AsyncArrivals.of(
                node,
                new Inbox(all),
                indifferentToEpochs,
                new AsyncArrivals.Surroundings(
                        time, wakeUps::incrementAndGet, threads, new TracePlace("cards", "score")));
    }

    /** Has {@code userCode} run what is the user's. */
    void watch(UserCode userCode) {
        arrivals.runUserCode(userCode);
    }

    private CompletableFuture<Object> begin(String values) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        begun.add(values);
        answers.add(answer);
        return answer;
    }

    /** Sends a record with {@code value}, whose key is its first letter. */
    SteppedCalls send(String... values) {
        for (String value : values) {
            send(assignment, value.substring(0, 1), value, LaneEvent.NO_TIME, LaneEvent.NO_TIME);
        }
        return this;
    }

    void sendWithoutKey(String value) {
        send(assignment, null, value, LaneEvent.NO_TIME, LaneEvent.NO_TIME);
    }

    /** Sends a record by lane 0 that takes event time from {@code before} to {@code after}. */
    void sendAt(String value, long before, long after) {
        send(assignment, value.substring(0, 1), value, before, after);
    }

    @SuppressWarnings("NullAway") // the type of a key may include null, but not so that NullAway sees it
    void send(PartitionAssignment from, @Nullable Object key, String value, long before, long after) {
        Record<Object, Object> record = new Record<>(key, value, 42, new RecordHeaders());
        lanes.get(0).send(new LaneEvent.Data(0, record, new Origin(from, offset++, 42, 0).at(trace), before, after));
    }

    /** Time comes so far by lane 0. */
    void tell(long watermark, boolean idle) {
        lanes.get(0).tell(new LaneEvent.Time(assignment, watermark, idle));
    }

    /** An assignment begins by {@code lane}. */
    void open(int lane, PartitionAssignment opened) {
        lanes.get(lane).open(new LaneEvent.Opening(opened));
    }

    void barrier(PartitionAssignment... closing) {
        LaneEvent.Barrier barrier = new LaneEvent.Barrier(TestEpochs.epoch(1), List.of(closing));
        lanes.forEach(lane -> lane.broadcast(barrier));
    }

    /** Answers the newest call for {@code value} with the value in capitals. */
    SteppedCalls answer(String... values) {
        for (String value : values) {
            future(value).complete(value.toUpperCase(Locale.ROOT));
        }
        return this;
    }

    void answerWith(String value, Object answer) {
        future(value).complete(answer);
    }

    void fail(String value, Throwable failure) {
        future(value).completeExceptionally(failure);
    }

    /** Returns the newest call for {@code value}. */
    CompletableFuture<Object> future(String value) {
        return answers.get(begun.lastIndexOf(value));
    }

    /** Works until there is nothing left to do; returns what the worker has seen so far. */
    List<String> work() {
        while (arrivals.poll(worker) > 0) {
            continue;
        }
        return worker.seen;
    }

    long nanosToNext() {
        return arrivals.nanosToNext();
    }

    int awaiting() {
        return arrivals.awaiting();
    }

    void close() {
        arrivals.close();
    }
}
