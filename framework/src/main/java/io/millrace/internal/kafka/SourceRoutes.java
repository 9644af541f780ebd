package io.millrace.internal.kafka;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.stage.CarriedTime;
import io.millrace.processor.OutputId;
import io.millrace.topology.Node;
import io.millrace.topology.TimeKeeperNode;
import io.millrace.topology.TimestampsNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which source reads a topic, and by which exchange its records leave. Confined to the source worker. */
public final class SourceRoutes {

    private static final Map<Integer, String> FLAG_LETTERS = Map.of(
            Pattern.CASE_INSENSITIVE, "i",
            Pattern.UNICODE_CASE, "u",
            Pattern.UNICODE_CHARACTER_CLASS, "U",
            Pattern.COMMENTS, "x",
            Pattern.DOTALL, "s",
            Pattern.MULTILINE, "m",
            Pattern.UNIX_LINES, "d");

    private final Plan plan;
    private final Map<String, Exchange> exchanges;

    /** {@code exchanges} are those from the source worker to the stages that hold sources, by stage name. */
    public SourceRoutes(Plan plan, Map<String, Exchange> exchanges) {
        this.plan = plan;
        this.exchanges = Collections.unmodifiableMap(new LinkedHashMap<>(exchanges));
    }

    /**
     * Where the records of a topic go.
     *
     * @param reserved which of our headers are left on them
     * @param inputs whether they travel as they were read, too
     */
    record Route(Node.Source source, Exchange exchange, int entry, ReservedHeaders reserved, KeptInputs inputs) {}

    Collection<Exchange> exchanges() {
        return exchanges.values();
    }

    Route of(String topic) {
        List<Node.Source> readers =
                plan.sources().stream().filter(source -> source.reads(topic)).toList();
        if (readers.size() != 1) {
            throw new InvalidTopologyException(plan.topology(), List.of(wrongReaders(topic, readers)));
        }
        Node.Source source = readers.get(0);
        StagePlan stage = plan.stageOf(source.name());
        Exchange exchange = exchanges.get(stage.name());
        if (exchange == null) {
            throw new IllegalStateException("No exchange leads to stage '%s'".formatted(stage.name()));
        }
        return new Route(
                source,
                exchange,
                stage.indexOf(source.name()).orElseThrow(),
                reserved(source, stage),
                plan.deadLetters().isPresent() ? KeptInputs.ALL : KeptInputs.NONE);
    }

    private ReservedHeaders reserved(Node.Source source, StagePlan stage) {
        Set<String> kept = new HashSet<>();
        if (source.topics().stream().anyMatch(plan::isRepartitionTopic)) {
            kept.add(CarriedTime.HEADER);
        }
        List<String> behind = List.of(
                source.name(), TimestampsNode.nameBehind(source.name()), TimeKeeperNode.nameBehind(source.name()));
        boolean dropsReplays = stage.nodes().stream()
                .anyMatch(node -> node instanceof Node.ReplayFilter
                        && node.inputs().stream().anyMatch(behind::contains));
        if (dropsReplays) {
            kept.add(OutputId.HEADER);
        }
        return new ReservedHeaders(kept);
    }

    List<String> topics() {
        return plan.sources().stream()
                .flatMap(source -> source.topics().stream())
                .toList();
    }

    boolean hasPatterns() {
        return plan.sources().stream().anyMatch(source -> source.pattern().isPresent());
    }

    /** Returns one pattern that matches all topics of all sources. */
    Pattern pattern() {
        Stream<String> literals = topics().stream().map(Pattern::quote);
        Stream<String> patterns = plan.sources().stream()
                .flatMap(source -> source.pattern().stream())
                .map(SourceRoutes::asPart);
        return Pattern.compile(Stream.concat(literals, patterns).collect(Collectors.joining("|")));
    }

    /** Returns what matches as {@code pattern} does inside of a larger one: its flags written out, for it alone. */
    private static String asPart(Pattern pattern) {
        StringBuilder letters = new StringBuilder();
        FLAG_LETTERS.forEach((flag, letter) -> letters.append((pattern.flags() & flag) != 0 ? letter : ""));
        boolean literal = (pattern.flags() & Pattern.LITERAL) != 0;
        String regex = literal ? Pattern.quote(pattern.pattern()) : pattern.pattern();
        return "(?" + letters + ":" + regex + endOfComment(pattern) + ")";
    }

    private static String endOfComment(Pattern pattern) {
        return (pattern.flags() & Pattern.COMMENTS) != 0 ? "\n" : "";
    }

    private static String wrongReaders(String topic, List<Node.Source> readers) {
        List<String> names = new ArrayList<>(readers.stream().map(Node::name).toList());
        return names.isEmpty()
                ? "Topic '%s' was assigned though no source reads it.".formatted(topic)
                : "Topic '%s' is read by several sources, '%s': change their patterns so that one matches."
                        .formatted(topic, String.join("', '", names));
    }
}
