package io.millrace.internal.operator;

/** The inputs of a join: the one whose method is called is left. */
public enum JoinSide {
    LEFT,
    RIGHT;

    JoinSide other() {
        return this == LEFT ? RIGHT : LEFT;
    }
}
