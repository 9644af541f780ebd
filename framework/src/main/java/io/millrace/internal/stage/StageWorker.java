package io.millrace.internal.stage;

import io.millrace.errors.RecordFailedException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.RecordSequence;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.Record;
import io.millrace.runtime.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a stage: takes records from its lanes, runs them through its operators, and leaves the results in further
 * lanes or with the output writer.
 *
 * <p>It takes nothing new while a lane or the writer behind it has no room; that is how back-pressure walks up. At a barrier
 * it seals its stores and its outputs and passes the barrier on, behind everything that came before it.
 */
public final class StageWorker implements Worker, Inbox.Receiver {

    /** Long enough to be worth the turn, short enough that the poll thread keeps polling. */
    private static final long TURN_NANOS = 5_000_000;

    private static final long EXPIRY_NANOS = 100_000_000;
    private static final int MOST_EXPIRED_AT_ONCE = 1_000;

    private final String name;
    private final StagePlan stage;
    private final Inbox inbox;
    private final List<Exchange> exchanges;
    private final OutputWriter writer;
    private final OperatorChain chain;
    private final StageContext context;
    private long nextExpiry;
    private long turnEndsAt;
    private boolean turnIsOver;
    /** What is left of it comes before anything else from the lanes. */
    private LaneEvent.@Nullable Block block;

    private int nextInBlock;

    /**
     * @param number of this worker in its stage, from 0
     * @param exchanges to the stages behind, by stage name
     */
    public StageWorker(
            Plan plan,
            StagePlan stage,
            int number,
            Inbox inbox,
            Map<String, Exchange> exchanges,
            OutputWriter writer,
            StateStores stores,
            TimeSource time) {
        this.name = stage.name() + "-" + number;
        this.stage = stage;
        this.inbox = inbox;
        this.exchanges = List.copyOf(exchanges.values());
        this.writer = writer;
        this.context = new StageContext(
                plan.topology(),
                stores.group(),
                stage.name(),
                new CurrentRecord(),
                new WorkerStores(stores, stage.stores(), number),
                time);
        this.nextExpiry = time.nanoTime();
        this.chain = new OperatorChain(plan, stage, exchanges, writer, context);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int doWork() {
        int flushed = writer.flush();
        for (Exchange exchange : exchanges) {
            flushed += exchange.flush();
        }
        long now = context.time().nanoTime();
        turnEndsAt = now + TURN_NANOS;
        turnIsOver = false;
        return flushed + workOffBlock() + inbox.poll(this) + expire(now);
    }

    @Override
    public boolean wantsMore() {
        return block == null && canGoOn();
    }

    @Override
    public void data(LaneEvent.Data data) {
        process(data.entry(), data.record(), data.origin());
    }

    @Override
    public void block(LaneEvent.Block newBlock) {
        block = newBlock;
        nextInBlock = 0;
        workOffBlock();
    }

    @Override
    public void opening(LaneEvent.Opening opening) {
        Shard shard = opening.assignment().shard();
        if (shard != null) {
            context.stores().open(shard);
        }
        chain.open(opening.assignment());
        exchanges.forEach(exchange -> exchange.open(opening));
    }

    @Override
    public void barrier(LaneEvent.Barrier barrier) {
        List<PartitionAssignment> closing = barrier.closing();
        chain.endEpoch(barrier.epoch());
        // What a lost shard has changed is void, and what it changed before may be sealed still.
        context.stores().sealAllBut(shards(closing.stream().filter(PartitionAssignment::isDiscarded)));
        chain.close(closing);
        shards(closing.stream()).forEach(context.stores()::close);
        exchanges.forEach(exchange -> exchange.broadcast(barrier));
        barrier.epoch().align();
        writer.seal(barrier.epoch());
    }

    @Override
    public void close() {
        chain.close();
    }

    private int expire(long now) {
        if (now - nextExpiry < 0) {
            return 0;
        }
        int expired = context.stores().expire(MOST_EXPIRED_AT_ONCE);
        if (expired < MOST_EXPIRED_AT_ONCE) {
            nextExpiry = now + EXPIRY_NANOS;
        }
        return expired;
    }

    private boolean canGoOn() {
        return !turnIsOver && writer.isReady() && lanesAreClear();
    }

    /** Between two records of a block there is the same room for turning to others as between two that came alone. */
    private int workOffBlock() {
        LaneEvent.Block current = block;
        if (current == null) {
            return 0;
        }
        RecordSequence records = current.records();
        int done = 0;
        while (nextInBlock < records.size() && canGoOn()) {
            int next = nextInBlock++;
            process(current.entry(), records.record(next), records.origin(next));
            done++;
        }
        if (nextInBlock == records.size()) {
            block = null;
        }
        return done;
    }

    private void process(int entry, Record<Object, Object> record, Origin origin) {
        if (!origin.assignment().isDiscarded()) {
            run(entry, record, origin);
        }
        turnIsOver = context.time().nanoTime() - turnEndsAt >= 0;
    }

    private void run(int entry, Record<Object, Object> record, Origin origin) {
        try {
            chain.process(entry, record, origin);
        } catch (NodeFailure failure) {
            throw new RecordFailedException(
                    context.topology(),
                    stage.name(),
                    failure.node(),
                    origin.assignment().topic(),
                    origin.assignment().partition().partition(),
                    origin.offset(),
                    failure.thrown());
        }
    }

    private static Set<Shard> shards(Stream<PartitionAssignment> assignments) {
        return assignments
                .map(PartitionAssignment::shard)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private boolean lanesAreClear() {
        for (Exchange exchange : exchanges) {
            if (!exchange.isClear()) {
                return false;
            }
        }
        return true;
    }
}
