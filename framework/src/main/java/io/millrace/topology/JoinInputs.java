package io.millrace.topology;

import io.millrace.internal.operator.JoinKind;
import io.millrace.internal.operator.JoinSide;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The way of the inputs of one join into its node.
 *
 * @param base what names of topics are made of; null if the join is not named
 */
record JoinInputs(
        GraphBuilder graph, JoinKind kind, @Nullable String base) {

    /** Returns the name of what belongs to {@code side} of the join {@code base}. */
    static String nameOf(String base, JoinSide side) {
        return base + "-" + side.name().toLowerCase(Locale.ROOT);
    }

    /** Returns what the join's node does. */
    String operation() {
        return switch (kind) {
            case INNER -> "join";
            case LEFT -> "leftJoin";
            case OUTER -> "outerJoin";
        };
    }

    /** Returns what the join needs of a stream's records: one without a key has no partner, but may go on without. */
    Needed needed(JoinSide side) {
        return kind.keeps(side) ? Needed.VALUE : Needed.KEY_AND_VALUE;
    }

    /** Returns where the records of {@code stream} are at the partitions of their keys. */
    <K extends @Nullable Object, V extends @Nullable Object> StreamPoint<K, V> gathered(
            StreamPoint<K, V> stream, JoinSide side, String remedy) {
        return graph.shuffles().join(stream, base == null ? null : nameOf(base, side), needed(side), remedy);
    }

    /** Adds the node that marks values as those of {@code side}. */
    String entry(StreamPoint<?, ?> input, JoinSide side, Needed needed) {
        return graph.add(
                null,
                "entry",
                name -> new Node.Operator(
                        name,
                        "join " + side.name().toLowerCase(Locale.ROOT),
                        List.of(input.node()),
                        JoinEntry.supplier(name, side, needed)));
    }
}
