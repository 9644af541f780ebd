package io.millrace.internal.stage;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.Exit;
import io.millrace.internal.plan.Edges;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.state.StageKeys;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.Entry;
import io.millrace.state.StoreDefinition;
import io.millrace.topology.Node;
import io.millrace.topology.TimeKeeperNode;
import io.millrace.topology.TimestampsNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operators of one worker, wired as the topology says. Confined to the worker. */
final class OperatorChain {

    private final Plan plan;
    private final Edges edges;
    private final StagePlan stage;
    private final Map<String, Exchange> exchanges;
    private final OutputWriter writer;
    private final StageContext context;
    private final CurrentCall call;
    private final ParkedRecords parked;
    private final @Nullable Operator[] operators;

    /** {@code exchanges} are those to the stages behind, by stage name. */
    OperatorChain(
            Plan plan,
            StagePlan stage,
            Map<String, Exchange> exchanges,
            OutputWriter writer,
            StageContext context,
            ParkedRecords parked) {
        this.plan = plan;
        this.edges = new Edges(plan);
        this.stage = stage;
        this.exchanges = exchanges;
        this.writer = writer;
        this.context = context;
        this.call = new CurrentCall(stage.nodes().stream().map(Node::name).toList(), context.current());
        this.parked = parked;
        this.operators = new @Nullable Operator[stage.nodes().size()];
        try {
            for (int index = operators.length - 1; index >= 0; index--) {
                operators[index] = operator(stage.nodes().get(index));
            }
        } catch (RuntimeException | Error e) {
            closeBehind(e);
            throw e;
        }
    }

    /** Returns what tells others which call of user code is going on. */
    CurrentCall call() {
        return call;
    }

    /** Fires {@code timer} at the node at {@code position}; what user code throws comes out as {@link NodeFailure}. */
    void fire(int position, Timer<Object> timer, Origin origin) {
        CurrentRecord current = context.current();
        current.beginWithoutRecord(timer.key(), origin);
        built(position).onTimer(timer);
        current.finish();
    }

    /** Has the node at {@code position} tell {@code entry} of its table; what user code throws comes out as {@link NodeFailure}. */
    void tell(int position, Entry<Object, Object> entry, long watermark, Origin origin) {
        CurrentRecord current = context.current();
        current.beginWithoutRecord(entry.key(), origin);
        built(position).tell(entry, watermark);
        current.finish();
    }

    /** Runs one record through, from the node at {@code entry} on; what user code throws comes out as {@link NodeFailure}. */
    void process(int entry, Record<Object, Object> record, Origin origin) {
        CurrentRecord current = context.current();
        current.begin(record, origin);
        built(entry).process(record);
        current.finish();
    }

    /** Runs code of the stage's first node, which is called on account of the input at {@code origin} before that comes through. */
    void runAtHead(Origin origin, Runnable code) {
        CurrentRecord current = context.current();
        current.begin(origin);
        int before = call.enter(0);
        try {
            code.run();
        } finally {
            call.leave(before);
            current.end();
        }
    }

    void open(PartitionAssignment assignment) {
        operators().forEach(operator -> operator.open(assignment));
    }

    void endEpoch(Epoch epoch) {
        operators().forEach(operator -> operator.endEpoch(epoch));
    }

    void close(Collection<PartitionAssignment> assignments) {
        List<Runnable> closings = new ArrayList<>();
        for (PartitionAssignment assignment : assignments) {
            operators().forEach(operator -> closings.add(() -> operator.close(assignment)));
        }
        Closing.all(closings);
    }

    void close() {
        Closing.all(
                operators().stream().<Runnable>map(operator -> operator::close).toList());
    }

    private Operator operator(Node node) {
        Downstream downstream = downstream(node.name());
        if (node instanceof Node.Source source) {
            return guarded(new SourceOperator(source, context.current(), downstream), node, ErrorPhase.DESERIALIZATION);
        }
        if (node instanceof Node.Operator operator) {
            Operator processor = processor(node, operator.supplier()::get, downstream, views(operator));
            return guarded(
                    operator.stores().isEmpty() ? processor : new KeyedOperator(processor, context.current()),
                    node,
                    ErrorPhase.PROCESSING);
        }
        if (node instanceof Node.ReplayFilter filter) {
            return new ReplayFilterOperator(node.name(), view(filter.newest()), context, downstream);
        }
        if (node instanceof TimestampsNode timestamps) {
            return guarded(new TimestampOperator(timestamps, context, downstream), node, ErrorPhase.PROCESSING);
        }
        if (node instanceof TimeKeeperNode keeper) {
            StageTime time = Objects.requireNonNull(context.eventTime(), "a stage that keeps time needs it");
            return new TimeKeeperOperator(keeper, view(keeper.times()), context, time, downstream);
        }
        if (node instanceof Node.AsyncOperator) {
            return guarded(new AsyncOperator(downstream), node, ErrorPhase.PROCESSING);
        }
        if (node instanceof Node.PartitionOperator operator) {
            return guarded(
                    new PartitionOperator(
                            assignment -> processor(
                                    node, () -> operator.supplier().get(assignment.partition()), downstream, Map.of()),
                            context.current()),
                    node,
                    ErrorPhase.PROCESSING);
        }
        if (node instanceof Node.Sink sink) {
            return guarded(
                    leaving(
                            new SinkOperator(
                                    sink,
                                    plan.sinkPlan(sink.name()),
                                    context.current(),
                                    writer,
                                    new OutputHeaders(ids(sink), carriedTime(sink)),
                                    context.place()),
                            node),
                    node,
                    ErrorPhase.PRODUCTION);
        }
        if (node instanceof Node.CompleteTable table) {
            return new TableOperator(table.rows(), downstream);
        }
        if (node instanceof Node.BatchSink sink) {
            return watched(leaving(new BatchOperator(sink, context), node), node);
        }
        if (node instanceof Node.WriterSink sink) {
            return guarded(leaving(new WriterOperator(sink, context), node), node, ErrorPhase.PRODUCTION);
        }
        if (node instanceof Node.ExternalSink sink) {
            return guarded(
                    leaving(new ExternalSinkOperator(writer.batches(sink.name()), context.current(), ids(sink)), node),
                    node,
                    ErrorPhase.PRODUCTION);
        }
        return new PassOperator(downstream);
    }

    private Operator leaving(Operator operator, Node node) {
        Exit exit = edges.exit(stage, node)
                .map(edge -> context.current().meter().exit(edge))
                .orElse(Exit.NONE);
        return new LeavingOperator(operator, exit);
    }

    private Operator guarded(Operator operator, Node node, ErrorPhase phase) {
        return new GuardedOperator(watched(operator, node), node.name(), phase, parked);
    }

    /** Only what runs user code needs it, and each layer around a record's way costs. */
    private Operator watched(Operator operator, Node node) {
        return new WatchedOperator(operator, stage.indexOf(node.name()).orElseThrow(), call);
    }

    private @Nullable CarriedTime carriedTime(Node.Sink sink) {
        return sink.destination() instanceof Node.FixedTopic fixed && plan.isRepartitionTopic(fixed.topic())
                ? new CarriedTime(context.time())
                : null;
    }

    private @Nullable OutputIds ids(Node sink) {
        return plan.sinkPlan(sink.name()).withIds()
                ? new OutputIds(
                        new Ordinals(OutputIds.writer(context.group(), sink.name()), stage.routing()),
                        new StageKeys(plan, context.group()).of(stage),
                        stage.routing(),
                        context.current())
                : null;
    }

    private Map<String, Object> views(Node.Operator operator) {
        Map<String, Object> views = new HashMap<>();
        operator.stores().forEach(store -> views.put(store.name(), view(store)));
        operator.globalTables()
                .forEach(table -> views.put(table.name(), context.stores().globalTable(table.name())));
        return views;
    }

    @SuppressWarnings("unchecked") // a definition's type is that of its view
    private <S> S view(StoreDefinition<S> store) {
        return (S) context.stores().view(store, context.current());
    }

    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the processor
    private ProcessorOperator processor(
            Node node,
            Supplier<? extends Processor<?, ?, ?, ?>> supplier,
            Downstream downstream,
            Map<String, Object> stores) {
        try {
            Processor<Object, Object, Object, Object> processor =
                    (Processor<Object, Object, Object, Object>) supplier.get();
            processor.init(new NodeContext(context, node.name(), time(node), downstream, stores));
            return new ProcessorOperator(processor);
        } catch (Throwable thrown) {
            throw new WorkerFailedException(
                    context.topology(), "%s, init of '%s'".formatted(stage.name(), node.name()), thrown);
        }
    }

    private NodeTime time(Node node) {
        return NodeTime.of(context, stage, stage.indexOf(node.name()).orElseThrow());
    }

    private Downstream downstream(String name) {
        List<String> names = new ArrayList<>();
        List<Operator> followers = new ArrayList<>();
        for (StagePlan other : plan.stages()) {
            for (int index = 0; index < other.nodes().size(); index++) {
                Node node = other.nodes().get(index);
                for (String input : node.inputs()) {
                    if (input.equals(name)) {
                        names.add(node.name());
                        followers.add(follower(other, index));
                    }
                }
            }
        }
        return new Downstream(names, followers);
    }

    private Operator follower(StagePlan other, int index) {
        if (other.equals(stage)) {
            return built(index);
        }
        Exchange exchange = exchanges.get(other.name());
        if (exchange == null) {
            throw new IllegalStateException("Stage '%s' has no exchange to '%s'".formatted(stage.name(), other.name()));
        }
        Exit exit = context.current().meter().exit(edges.lane(stage, other));
        return new LaneOperator(exchange, index, context.current(), context.eventTime(), exit);
    }

    private Operator built(int index) {
        Operator operator = operators[index];
        if (operator == null) {
            throw new IllegalStateException(
                    "Node %d of stage '%s' comes before its input".formatted(index, stage.name()));
        }
        return operator;
    }

    /** Closes what was built before {@code failure} ended the building. */
    private void closeBehind(Throwable failure) {
        try {
            Closing.all(Stream.of(operators)
                    .filter(Objects::nonNull)
                    .<Runnable>map(operator -> operator::close)
                    .toList());
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private List<Operator> operators() {
        List<Operator> all = new ArrayList<>();
        for (int index = 0; index < operators.length; index++) {
            all.add(built(index));
        }
        return all;
    }
}
