package io.millrace.topology;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.StoreDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Collects the nodes of one topology, and all that is wrong with them, until {@link #build}.
 *
 * <p>Each problem names the line of the user's code where its node was defined, since most nodes have no name of their own.
 *
 * <p>Confined to the thread that defines the topology.
 */
final class GraphBuilder {

    private static final Pattern LEGAL_NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Set<String> DSL_CLASSES = Set.of(
            GraphBuilder.class.getName(),
            TopologyBuilder.class.getName(),
            KStream.class.getName(),
            StreamPoint.class.getName(),
            BranchedKStream.class.getName(),
            KGroupedStream.class.getName(),
            CogroupedKStream.class.getName(),
            KTable.class.getName(),
            StoreDeclarations.class.getName());

    private final String topology;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> definedAt = new LinkedHashMap<>();
    private final Set<String> deadEndsAllowed = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final StoreDeclarations stores = new StoreDeclarations(this);
    private int unnamed;
    private int unnamedShuffles;
    private @Nullable Serde<?> defaultKeySerde;
    private @Nullable Serde<?> defaultValueSerde;

    GraphBuilder(String topology) {
        this.topology = topology;
        refuseIllegal("The topology's name", topology);
    }

    void defaultSerdes(Serde<?> keySerde, Serde<?> valueSerde) {
        defaultKeySerde = keySerde;
        defaultValueSerde = valueSerde;
    }

    @Nullable
    Serde<?> defaultKeySerde() {
        return defaultKeySerde;
    }

    @Nullable
    Serde<?> defaultValueSerde() {
        return defaultValueSerde;
    }

    /** Adds the node that {@code make} builds under {@code name}, or under one made from {@code operation}. */
    String add(@Nullable String name, String operation, Function<String, Node> make) {
        String nodeName = name != null ? name : operation + "-" + ++unnamed;
        String place = callSite();
        refuseIllegal("The name of a node (%s)".formatted(place), nodeName);
        if (nodes.containsKey(nodeName)) {
            problems.add("Two nodes are named '%s' (%s and %s): give one of them another name."
                    .formatted(nodeName, definedAt.get(nodeName), place));
            return nodeName;
        }
        definedAt.put(nodeName, place);
        nodes.put(nodeName, make.apply(nodeName));
        return nodeName;
    }

    /** Adds a node whose records need not go anywhere. */
    String addEnd(@Nullable String name, String operation, Function<String, Node> make) {
        String nodeName = add(name, operation, make);
        deadEndsAllowed.add(nodeName);
        return nodeName;
    }

    String addStage(String name, List<String> inputs, int parallelism) {
        if (parallelism < 1) {
            problem("Stage '%s' has parallelism %d: give it at least 1.".formatted(name, parallelism));
        }
        return add(name, "stage", nodeName -> new Node.StageBoundary(nodeName, inputs, parallelism));
    }

    /**
     * Adds a shuffle: under {@code name}, which begins a stage, or under a number of its own.
     *
     * @param repartitioning makes what it takes, from a base for names and the node's name; null if it takes nothing
     */
    String addShuffle(
            @Nullable String name,
            @Nullable String otherBase,
            List<String> inputs,
            int parallelism,
            @Nullable BiFunction<String, String, Node.Repartitioning> repartitioning) {
        String unnamed = otherBase == null ? "shuffle-" + ++unnamedShuffles : otherBase + "-shuffle";
        String base = name != null ? name : otherBase != null ? otherBase : unnamed;
        return add(
                name == null ? unnamed : name,
                "shuffle",
                nodeName -> new Node.Shuffle(
                        nodeName,
                        inputs,
                        name != null,
                        parallelism,
                        Optional.ofNullable(repartitioning).map(make -> make.apply(base, nodeName))));
    }

    StoreDeclarations stores() {
        return stores;
    }

    /** Adds a problem of the line that the user's code is at. */
    void problem(String text) {
        problems.add("%s (%s)".formatted(text, callSite()));
    }

    /** Adds a problem whose text says itself where it is. */
    void report(String text) {
        problems.add(text);
    }

    void refuseIllegal(String what, String name) {
        if (!isLegal(name)) {
            problems.add(
                    "%s is '%s': use 1 to 200 letters, digits, dots, dashes and underscores.".formatted(what, name));
        }
    }

    static boolean isLegal(String name) {
        return LEGAL_NAME.matcher(name).matches();
    }

    /** Returns the node's name and the line where it was defined. */
    String placeOf(String node) {
        return "'%s' (%s)".formatted(node, definedAt.get(node));
    }

    /** Returns {@code given}, or else the topology's default; absence is a problem of {@code node}, told at build. */
    Serde<?> keySerde(@Nullable Serde<?> given, String node) {
        return serde("key", given, defaultKeySerde, node);
    }

    /** The same for values. */
    Serde<?> valueSerde(@Nullable Serde<?> given, String node) {
        return serde("value", given, defaultValueSerde, node);
    }

    Topology build() {
        List<String> all = new ArrayList<>(problems);
        findMissingSources(all);
        findDeadEnds(all);
        findTopicsReadTwice(all);
        Topology built = new Topology(topology, List.copyOf(nodes.values()));
        findStoresBehindPatterns(built, all);
        if (!all.isEmpty()) {
            throw new InvalidTopologyException(topology, all);
        }
        return built;
    }

    private void findMissingSources(List<String> found) {
        if (sources().isEmpty()) {
            found.add("It reads nothing: begin with stream(topic, Consumed.with(keySerde, valueSerde)).");
        }
    }

    private void findDeadEnds(List<String> found) {
        Set<String> read = new HashSet<>();
        nodes.values().forEach(node -> read.addAll(node.inputs()));
        for (Node node : nodes.values()) {
            boolean end = node instanceof Node.Sink || deadEndsAllowed.contains(node.name());
            if (!end && !read.contains(node.name())) {
                found.add(
                        ("The records of '%s' (%s) go nowhere: end the stream with to(topic), foreach(...), print(...) or"
                                        + " process(...).")
                                .formatted(node.name(), definedAt.get(node.name())));
            }
        }
    }

    private void findTopicsReadTwice(List<String> found) {
        List<Node.Source> sources = sources();
        for (int second = 0; second < sources.size(); second++) {
            for (int first = 0; first < second; first++) {
                overlap(sources.get(first), sources.get(second), found);
            }
        }
    }

    private void overlap(Node.Source first, Node.Source second, List<String> found) {
        Set<String> twice = new HashSet<>();
        second.topics().stream().filter(first::reads).forEach(twice::add);
        first.topics().stream().filter(second::reads).forEach(twice::add);
        boolean samePattern = first.pattern().isPresent()
                && second.pattern().isPresent()
                && first.pattern().get().pattern().equals(second.pattern().get().pattern());
        if (samePattern) {
            twice.add(first.pattern().get().pattern());
        }
        for (String topic : twice) {
            found.add(
                    "Topic '%s' is read by two sources, '%s' (%s) and '%s' (%s): read it once and use the stream twice."
                            .formatted(
                                    topic,
                                    first.name(),
                                    definedAt.get(first.name()),
                                    second.name(),
                                    definedAt.get(second.name())));
        }
    }

    private void findStoresBehindPatterns(Topology built, List<String> found) {
        Set<String> behind = new LinkedHashSet<>();
        for (Node node : built.nodes()) {
            for (Node.Source source : built.sourcesOf(node)) {
                if (source.pattern().isPresent()) {
                    node.stores().forEach(store -> behind.add(behindPattern(store, source)));
                }
            }
        }
        found.addAll(behind);
    }

    private String behindPattern(StoreDefinition<?> store, Node.Source source) {
        return "Store '%s' is behind source %s, which reads a pattern: name its topics, since a store is split like the partitions of its input."
                .formatted(store.name(), placeOf(source.name()));
    }

    private List<Node.Source> sources() {
        return nodes.values().stream()
                .filter(Node.Source.class::isInstance)
                .map(Node.Source.class::cast)
                .toList();
    }

    private Serde<?> serde(String part, @Nullable Serde<?> given, @Nullable Serde<?> standard, String node) {
        if (given != null) {
            return given;
        }
        if (standard != null) {
            return standard;
        }
        problems.add(("Node '%s' (%s) has no %s serde: pass one with Consumed.with or Produced.with, or set"
                        + " TopologyBuilder.defaultSerdes before.")
                .formatted(node, callSite(), part));
        return new MissingSerde();
    }

    private static String callSite() {
        return STACK.walk(frames -> frames.filter(frame -> !DSL_CLASSES.contains(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("unknown line"));
    }
}
