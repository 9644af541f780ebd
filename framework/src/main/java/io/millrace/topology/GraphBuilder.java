package io.millrace.topology;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.AsyncFallback;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            WindowedStream.class.getName(),
            WindowSpans.class.getName(),
            TimeWindowedKStream.class.getName(),
            SessionWindowedKStream.class.getName(),
            StreamJoins.class.getName(),
            TableJoins.class.getName(),
            JoinInputs.class.getName(),
            Deduplications.class.getName(),
            StoreDeclarations.class.getName(),
            ShuffleDeclarations.class.getName(),
            GlobalTableDeclarations.class.getName());

    private final String topology;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> definedAt = new LinkedHashMap<>();
    private final Set<String> deadEndsAllowed = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final StoreDeclarations stores = new StoreDeclarations(this);
    private final ShuffleDeclarations shuffles = new ShuffleDeclarations(this);
    private final GlobalTableDeclarations globalTables = new GlobalTableDeclarations(this);
    private int unnamed;
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
        if (take(nodeName, place)) {
            nodes.put(nodeName, make.apply(nodeName));
        }
        return nodeName;
    }

    /** Keeps {@code name} for a node that the plan adds on account of the one that is being added. */
    void reserve(String name) {
        take(name, callSite());
    }

    private boolean take(String name, String place) {
        @Nullable String other = definedAt.putIfAbsent(name, place);
        if (other != null) {
            problems.add("Two nodes are named '%s' (%s and %s): give one of them another name."
                    .formatted(name, other, place));
        }
        return other == null;
    }

    /** Adds a node whose records need not go anywhere. */
    String addEnd(@Nullable String name, String operation, Function<String, Node> make) {
        String nodeName = add(name, operation, make);
        deadEndsAllowed.add(nodeName);
        return nodeName;
    }

    /** Lets the records of {@code node} go nowhere. */
    void allowDeadEnd(String node) {
        deadEndsAllowed.add(node);
    }

    String addStage(String name, List<String> inputs, int parallelism) {
        refuseTooFewWorkers(name, parallelism);
        return add(name, "stage", nodeName -> new Node.StageBoundary(nodeName, inputs, parallelism));
    }

    String addAsync(
            List<String> inputs,
            Async options,
            Node.AsyncOperator.Call call,
            @Nullable AsyncFallback<?, ?, ?> fallback) {
        boolean inBatches = call instanceof Node.AsyncOperator.Batches;
        String added = addEnd(
                options.name(),
                inBatches ? "mapAsyncBatch" : "mapAsync",
                name -> new Node.AsyncOperator(name, inputs, options, call, Optional.ofNullable(fallback)));
        refuseTooFewWorkers(added, options.parallelism());
        if (inBatches && options.batchSize() > options.capacity()) {
            problem("Batches of '%s' have %d records, and its capacity is %d: give it a capacity of a batch or more."
                    .formatted(added, options.batchSize(), options.capacity()));
        }
        return added;
    }

    void refuseTooFewWorkers(String stage, int parallelism) {
        if (parallelism < 1) {
            problem("Stage '%s' has parallelism %d: give it at least 1.".formatted(stage, parallelism));
        }
    }

    StoreDeclarations stores() {
        return stores;
    }

    ShuffleDeclarations shuffles() {
        return shuffles;
    }

    GlobalTableDeclarations globalTables() {
        return globalTables;
    }

    String topology() {
        return topology;
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

    /**
     * Returns {@code given}, or else the topology's default; absence is a problem of {@code node}, told at build.
     *
     * @param remedy the method that a serde can be passed with
     */
    Serde<?> keySerde(@Nullable Serde<?> given, String node, String remedy) {
        return serde("key", given, defaultKeySerde, node, remedy);
    }

    /** The same for values. */
    Serde<?> valueSerde(@Nullable Serde<?> given, String node, String remedy) {
        return serde("value", given, defaultValueSerde, node, remedy);
    }

    Topology build() {
        Topology built = new Topology(topology, List.copyOf(nodes.values()), globalTables.all(), definedAt);
        List<String> all = new ArrayList<>(problems);
        all.addAll(globalTables.problems(built));
        all.addAll(new GraphCheck(built, deadEndsAllowed).problems());
        if (!all.isEmpty()) {
            throw new InvalidTopologyException(topology, all);
        }
        return built;
    }

    private Serde<?> serde(
            String part, @Nullable Serde<?> given, @Nullable Serde<?> standard, String node, String remedy) {
        if (given != null) {
            return given;
        }
        if (standard != null) {
            return standard;
        }
        problems.add("Node '%s' (%s) has no %s serde: pass one with %s, or set TopologyBuilder.defaultSerdes before."
                .formatted(node, callSite(), part, remedy));
        return new MissingSerde();
    }

    private static String callSite() {
        return STACK.walk(frames -> frames.filter(frame -> isUsers(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("unknown line"));
    }

    /** Where the DSL goes through a list, the JDK's code stands between. */
    private static boolean isUsers(String className) {
        String outermost = className.split("\\$", 2)[0];
        return !DSL_CLASSES.contains(outermost) && !className.startsWith("java.");
    }
}
