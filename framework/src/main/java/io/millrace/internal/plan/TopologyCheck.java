package io.millrace.internal.plan;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.state.TimerSource;
import io.millrace.topology.Node;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a topology that shows only in its plan. Confined to the thread that plans. */
final class TopologyCheck {

    /** Kafka's bound. */
    private static final int LONGEST_TOPIC = 249;

    private final Topology topology;
    private final String group;
    private final Graph graph;
    private final List<String> problems = new ArrayList<>();

    TopologyCheck(Topology topology, String group, Graph graph) {
        this.topology = topology;
        this.group = group;
        this.graph = graph;
    }

    /** Throws {@link InvalidTopologyException} with all that it finds, {@code others} included. */
    void run(Plan plan, List<String> others) {
        problems.addAll(others);
        for (ShufflePlan shuffle : plan.shuffles()) {
            shuffle.topic().ifPresent(topic -> {
                checkName(topic.name(), "shuffle " + topology.placeOf(shuffle.name()));
                checkUsers(topic.name(), shuffle);
                checkPartitions(topic, plan, shuffle);
            });
        }
        for (StorePlan store : plan.stores()) {
            if (store.definition().logged()) {
                checkName(StorePlan.changelog(group, store.name()), "store '%s'".formatted(store.name()));
            }
        }
        plan.deadLetters().filter(DeadLetterPlan::isOwn).ifPresent(this::checkDeadLetters);
        plan.shardGroups().forEach(group -> checkNumbers(group, plan));
        checkStores(plan);
        graph.nodes().forEach(this::checkTimers);
        if (!problems.isEmpty()) {
            throw new InvalidTopologyException(topology.name(), problems);
        }
    }

    private void checkDeadLetters(DeadLetterPlan letters) {
        checkName(letters.topic(), "its dead letters");
        topology.nodes().stream()
                .filter(node -> node instanceof Node.Source source && source.reads(letters.topic()))
                .forEach(source -> problems.add(
                        "Source %s would read the topology's own dead letters from topic '%s': change its pattern, or name another topic for them."
                                .formatted(topology.placeOf(source.name()), letters.topic())));
    }

    private void checkName(String topic, String user) {
        if (topic.length() > LONGEST_TOPIC) {
            problems.add(
                    "The topic of %s would be named '%s', with %d characters; Kafka takes %d at most. Give it a shorter name."
                            .formatted(user, topic, topic.length(), LONGEST_TOPIC));
        }
    }

    /** Finds nodes of the user's that read or write a topic which is the topology's own. */
    private void checkUsers(String topic, ShufflePlan shuffle) {
        Set<String> users = new TreeSet<>();
        for (Node node : topology.nodes()) {
            boolean reads = node instanceof Node.Source source && source.reads(topic);
            boolean writes = node instanceof Node.Sink sink
                    && sink.destination() instanceof Node.FixedTopic fixed
                    && fixed.topic().equals(topic);
            if (reads || writes) {
                users.add(topology.placeOf(node.name()));
            }
        }
        if (!users.isEmpty()) {
            problems.add(
                    "Topic '%s' is the one of shuffle %s, and %s uses it too: change a name, or the pattern that matches it."
                            .formatted(topic, topology.placeOf(shuffle.name()), String.join(", ", users)));
        }
    }

    /** Finds repartition topics that share state but are given different numbers of partitions. */
    private void checkNumbers(ShardGroup group, Plan plan) {
        Map<Integer, RepartitionTopic> numbers = new LinkedHashMap<>();
        plan.repartitionTopics().stream()
                .filter(topic -> group.topics().contains(topic.name()))
                .filter(topic -> topic.partitions().isPresent())
                .forEach(topic -> numbers.putIfAbsent(topic.partitions().getAsInt(), topic));
        if (numbers.size() > 1) {
            problems.add(
                    "Repartition topics that share state are given different numbers of partitions, %s: give all the same number."
                            .formatted(numbers.values().stream()
                                    .map(topic -> "'%s' %d"
                                            .formatted(
                                                    topic.name(),
                                                    topic.partitions().getAsInt()))
                                    .collect(Collectors.joining(" and "))));
        }
    }

    /** The topology has no two of one name itself, but a plan adds stores to those. */
    private void checkStores(Plan plan) {
        Set<String> names = new HashSet<>();
        plan.stores().stream()
                .map(StorePlan::name)
                .filter(name -> !names.add(name))
                .forEach(name -> problems.add(
                        "Store '%s' has the name of one that the plan adds: give it another one.".formatted(name)));
    }

    private void checkTimers(Node node) {
        for (StoreDefinition<?> store : node.stores()) {
            if (store.kind() == StoreKind.TIMERS) {
                checkTimers(store, node);
            }
        }
    }

    private void checkTimers(StoreDefinition<?> timers, Node node) {
        graph.nodes().stream()
                .filter(other -> other != node && other.stores().contains(timers))
                .filter(other -> graph.nodes().indexOf(other) > graph.nodes().indexOf(node))
                .forEach(other -> problems.add(
                        "Timers '%s' are used by %s and %s, and only one of them could be called: give each its own."
                                .formatted(
                                        timers.name(), topology.placeOf(node.name()), topology.placeOf(other.name()))));
        if (timers.ttl().isPresent()) {
            problems.add(
                    "Timers '%s' of %s have a time to live: leave out withTtl, and take back those that are not wanted."
                            .formatted(timers.name(), topology.placeOf(node.name())));
        }
        @Nullable TimerSource source = timers.timerSource();
        if (source != null
                && node.stores().stream()
                        .noneMatch(store -> store.name().equals(source.store().name()))) {
            problems.add("Timers '%s' of %s are those of store '%s', which it does not use: pass its definition, too."
                    .formatted(
                            timers.name(),
                            topology.placeOf(node.name()),
                            source.store().name()));
        }
    }

    private void checkPartitions(RepartitionTopic topic, Plan plan, ShufflePlan shuffle) {
        boolean shared = plan.shardGroupOf(topic.name())
                .filter(group -> group.topics().size() > 1)
                .isPresent();
        if (topic.partitions().isPresent() || shared) {
            return;
        }
        graph.nodes().stream()
                .filter(node -> node.name().equals(shuffle.name()))
                .flatMap(node -> graph.sourcesOf(node).stream())
                .filter(source -> source.pattern().isPresent())
                .forEach(source -> problems.add(
                        "Shuffle %s is behind source %s, which reads a pattern, so that nothing tells how many partitions its topic needs: set them with repartition(Repartitioned.as(name).withNumberOfPartitions(n)), or name the topics."
                                .formatted(topology.placeOf(shuffle.name()), topology.placeOf(source.name()))));
    }
}
