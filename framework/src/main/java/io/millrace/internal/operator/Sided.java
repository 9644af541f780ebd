package io.millrace.internal.operator;

import io.millrace.processor.ValueJoiner;
import org.jspecify.annotations.Nullable;

/** A value and the side of a join that it came from. Immutable. */
public record Sided(JoinSide side, @Nullable Object value) {

    /** Joins {@code mine}, which is of {@code side}, with {@code other}; null stands for nothing. */
    @SuppressWarnings({"unchecked", "NullAway"
    }) // values were marked as of their side; the joiner takes null, unseen by NullAway
    static <V> V join(
            ValueJoiner<?, ?, ? extends V> joiner, JoinSide side, @Nullable Object mine, @Nullable Object other) {
        ValueJoiner<@Nullable Object, @Nullable Object, ? extends V> any =
                (ValueJoiner<@Nullable Object, @Nullable Object, ? extends V>) joiner;
        return side == JoinSide.LEFT ? any.apply(mine, other) : any.apply(other, mine);
    }
}
