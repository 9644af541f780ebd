package io.millrace.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.ValueJoiner;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What joins with tables make of copies that they keep themselves. */
class TableJoinsTest {

    private static final ValueJoiner<@Nullable String, @Nullable String, String> JOINER =
            (left, right) -> left + "+" + right;

    private final TableLookup left = TableLookup.copied(store("left"), (key, value) -> value);
    private final TableLookup right = TableLookup.copied(store("right"), TableJoinsTest::withoutDashes);

    @Test
    void aStreamIsJoinedWithWhatTheTableHasAtThatMoment() {
        DrivenOperator<Sided> join = stream(JoinKind.INNER);
        left(join, "none yet");
        right(join, "x");
        left(join, "a");
        right(join, "y");
        left(join, "b");
        right(join, null);
        left(join, "none any more");

        assertThat(join.outputs()).containsExactly("k=a+x@7", "k=b+y@7");
    }

    @Test
    void aLeftJoinKeepsWhatHasNoEntry() {
        DrivenOperator<Sided> join = stream(JoinKind.LEFT);
        left(join, "a");
        right(join, "x");
        left(join, "b");
        join.process(null, new Sided(JoinSide.LEFT, "keyless"), 7);

        assertThat(join.outputs()).containsExactly("k=a+null@7", "k=b+x@7", "null=keyless+null@7");
    }

    @Test
    void aTableIsSeenThroughItsFilters() {
        DrivenOperator<Sided> join = stream(JoinKind.LEFT);
        right(join, "-hidden");
        left(join, "a");
        right(join, "x");
        left(join, "b");

        assertThat(join.outputs()).containsExactly("k=a+null@7", "k=b+x@7");
    }

    @Test
    void anInnerJoinOfTablesNeedsBoth() {
        DrivenOperator<Sided> join = tables(JoinKind.INNER);
        left(join, "a");
        right(join, "x");
        left(join, "b");
        right(join, "-hidden");
        right(join, "y");
        left(join, null);
        right(join, "z");

        assertThat(join.outputs()).containsExactly("k=a+x@7", "k=b+x@7", "k=null@7", "k=b+y@7", "k=null@7");
    }

    @Test
    void aLeftJoinOfTablesNeedsTheLeftOne() {
        DrivenOperator<Sided> join = tables(JoinKind.LEFT);
        right(join, "x");
        left(join, "a");
        right(join, null);
        left(join, null);
        right(join, "y");

        assertThat(join.outputs()).containsExactly("k=a+x@7", "k=a+null@7", "k=null@7");
    }

    @Test
    void anOuterJoinOfTablesNeedsOne() {
        DrivenOperator<Sided> join = tables(JoinKind.OUTER);
        right(join, "x");
        left(join, "a");
        right(join, null);
        left(join, null);

        assertThat(join.outputs()).containsExactly("k=null+x@7", "k=a+x@7", "k=a+null@7", "k=null@7");
    }

    private DrivenOperator<Sided> stream(JoinKind kind) {
        return new DrivenOperator<>(
                StreamTableJoin.<String, String>supplier(kind, JOINER, right).get(), List.of(right.store()));
    }

    private DrivenOperator<Sided> tables(JoinKind kind) {
        return new DrivenOperator<>(
                TableTableJoin.<String, String>supplier(
                                kind, JOINER, Map.of(JoinSide.LEFT, left, JoinSide.RIGHT, right))
                        .get(),
                List.of(left.store(), right.store()));
    }

    private static void left(DrivenOperator<Sided> join, @Nullable String value) {
        join.process("k", new Sided(JoinSide.LEFT, value), 7);
    }

    private static void right(DrivenOperator<Sided> join, @Nullable String value) {
        join.process("k", new Sided(JoinSide.RIGHT, value), 7);
    }

    private static @Nullable Object withoutDashes(Object key, Object value) {
        return value.toString().startsWith("-") ? null : value;
    }

    @SuppressWarnings("unchecked") // joins are free of types
    private static StoreDefinition<ValueState<Object>> store(String name) {
        return (StoreDefinition<ValueState<Object>>) (StoreDefinition<?>) Stores.value(name, Serdes.String());
    }
}
