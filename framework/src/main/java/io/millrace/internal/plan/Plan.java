package io.millrace.internal.plan;

import io.millrace.topology.GlobalTable;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a topology runs: its stages, each behind those that feed it. Immutable.
 *
 * <p>The source worker is not among the stages: it reads Kafka for all of them and feeds the stages that hold sources. Nor is the
 * reader of the global tables, which, as what restores and commits state, takes no slot.
 */
public record Plan(
        String topology,
        List<StagePlan> stages,
        List<ShardGroup> shardGroups,
        List<ShufflePlan> shuffles,
        List<SinkPlan> sinkPlans,
        List<GlobalTable> globalTables,
        Optional<DeadLetterPlan> deadLetters) {

    public Plan {
        stages = List.copyOf(stages);
        shardGroups = List.copyOf(shardGroups);
        shuffles = List.copyOf(shuffles);
        sinkPlans = List.copyOf(sinkPlans);
        globalTables = List.copyOf(globalTables);
    }

    /** A plan without global tables and dead letters. */
    public Plan(
            String topology,
            List<StagePlan> stages,
            List<ShardGroup> shardGroups,
            List<ShufflePlan> shuffles,
            List<SinkPlan> sinkPlans) {
        this(topology, stages, shardGroups, shuffles, sinkPlans, List.of(), Optional.empty());
    }

    public List<String> globalTableNames() {
        return globalTables.stream().map(GlobalTable::name).toList();
    }

    /** Returns whether one instance has to have all partitions. */
    public boolean isUndivided() {
        return shuffles.stream().anyMatch(shuffle -> shuffle.kind() == ShufflePlan.Kind.LOCAL);
    }

    /** Returns the topics that this topology alone writes and reads. */
    public List<ShufflePlan.RepartitionTopic> repartitionTopics() {
        return shuffles.stream().flatMap(shuffle -> shuffle.topic().stream()).toList();
    }

    public boolean isRepartitionTopic(String topic) {
        return repartitionTopics().stream().anyMatch(own -> own.name().equals(topic));
    }

    /** Returns whether an epoch is made durable by a transaction, and not by the consumer alone. */
    public boolean isTransactional() {
        return stores().stream().anyMatch(store -> store.definition().logged()) || isExactlyOnce();
    }

    /** Returns whether any outputs leave with the checkpoint. */
    public boolean isExactlyOnce() {
        return Stream.concat(sinkPlans.stream(), deadLetters.stream().map(DeadLetterPlan::sink))
                .anyMatch(sink -> sink.sending() == SinkPlan.Sending.WITH_CHECKPOINT);
    }

    /** Returns whether partitions have to wait before they flow: for their state, or for the end of a former owner's commit. */
    public boolean isRestored() {
        return !shardGroups.isEmpty() || isTransactional();
    }

    /** Returns how the outputs of the sink node {@code sink} leave. */
    public SinkPlan sinkPlan(String sink) {
        return sinkPlans.stream()
                .filter(plan -> plan.sink().equals(sink))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no sink '%s'".formatted(sink)));
    }

    /** Returns whether {@code stage} writes outputs that carry their ids. */
    public boolean writesOutputIds(StagePlan stage) {
        return sinkPlans.stream()
                .anyMatch(sink -> sink.withIds() && stage.indexOf(sink.sink()).isPresent());
    }

    /** Returns the number of workers, the source worker included; each needs one slot. */
    public int slots() {
        return 1 + workers();
    }

    /** Returns the number of stage workers. */
    public int workers() {
        return stages.stream().mapToInt(StagePlan::parallelism).sum();
    }

    /** Returns all stores. */
    public List<StorePlan> stores() {
        return shardGroups.stream().flatMap(group -> group.stores().stream()).toList();
    }

    /** Returns the inputs that share the state of the group named {@code name}. */
    public ShardGroup shardGroup(String name) {
        return shardGroups.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no shard group '%s'".formatted(name)));
    }

    /** Returns the inputs that share state with {@code topic}, if any state is behind it. */
    public Optional<ShardGroup> shardGroupOf(String topic) {
        return shardGroups.stream()
                .filter(group -> group.topics().contains(topic))
                .findFirst();
    }

    public List<Node.Source> sources() {
        return nodes(Node.Source.class);
    }

    public List<Node.Sink> sinks() {
        return nodes(Node.Sink.class);
    }

    /** Returns the sinks that are not Kafka. */
    public List<Node.ExternalSink> externalSinks() {
        return nodes(Node.ExternalSink.class);
    }

    /** Returns the nodes that take records in batches. */
    public List<Node.BatchSink> batchSinks() {
        return nodes(Node.BatchSink.class);
    }

    /** Returns the nodes that tell something when a batch ends. */
    public List<Node.CompleteTable> completeTables() {
        return nodes(Node.CompleteTable.class);
    }

    /** Returns the stage named {@code name}. */
    public StagePlan stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no stage '%s'".formatted(name)));
    }

    /** Returns the stage that runs the node named {@code node}. */
    public StagePlan stageOf(String node) {
        return stages.stream()
                .filter(stage -> stage.indexOf(node).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No stage runs a node '%s'".formatted(node)));
    }

    /** Returns the stages whose nodes take records from {@code stage} by lanes, in order. */
    public List<StagePlan> fedBy(StagePlan stage) {
        return stages.stream()
                .filter(other -> !other.equals(stage))
                .filter(other -> other.nodes().stream()
                        .flatMap(node -> node.inputs().stream())
                        .anyMatch(input -> stage.indexOf(input).isPresent()))
                .toList();
    }

    /** Returns the stages that take records from the source worker. */
    public List<StagePlan> fedBySource() {
        return stages.stream()
                .filter(stage -> stage.nodes().stream().anyMatch(Node.Source.class::isInstance))
                .toList();
    }

    /** Returns where the slots go, as {@code source 1 + payments 1 + score 4}. */
    public String slotBreakdown() {
        List<String> parts = new ArrayList<>(List.of("source 1"));
        stages.forEach(stage -> parts.add(stage.name() + " " + stage.parallelism()));
        return String.join(" + ", parts);
    }

    private <T extends Node> List<T> nodes(Class<T> kind) {
        return stages.stream()
                .flatMap(stage -> stage.nodes().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
