package io.millrace.internal.operator;

/** Which records and entries a join gives though they have no partner. */
public enum JoinKind {
    INNER,
    LEFT,
    OUTER;

    /** Returns whether what {@code side} has goes on without a partner. */
    public boolean keeps(JoinSide side) {
        return switch (this) {
            case INNER -> false;
            case LEFT -> side == JoinSide.LEFT;
            case OUTER -> true;
        };
    }
}
