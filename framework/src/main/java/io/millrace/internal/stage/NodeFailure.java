package io.millrace.internal.stage;

/** Carries what a node's code threw, and the node's name, up through the operators before it. Immutable. */
final class NodeFailure extends RuntimeException {

    private final String node;

    NodeFailure(String node, Throwable cause) {
        super(node, cause, false, false);
        this.node = node;
    }

    String node() {
        return node;
    }

    Throwable thrown() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
