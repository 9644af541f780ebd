package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.processor.RecordMetadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call of user code that a worker is in, for another thread to see: one that does not come back can't tell of itself. A record
 * that goes through several operators is one call.
 *
 * <p>Written by the worker, for the price of some writes to memory that nobody waits for. {@link #seen} is for any thread.
 */
public final class CurrentCall {

    private static final int NONE = -1;
    private static final VarHandle POSITION;
    private static final VarHandle NUMBER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POSITION = lookup.findVarHandle(CurrentCall.class, "position", int.class);
            NUMBER = lookup.findVarHandle(CurrentCall.class, "number", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<String> nodes;
    private final CurrentRecord current;
    private int position = NONE;
    private long number;
    private @Nullable Origin origin;

    /** {@code nodes} are the names of the stage's nodes, by position. */
    CurrentCall(List<String> nodes, CurrentRecord current) {
        this.nodes = List.copyOf(nodes);
        this.current = current;
    }

    /**
     * What another thread sees of a call. Immutable.
     *
     * @param number tells calls apart
     * @param node whose code it is in
     * @param input where the record came from; empty if it is about none
     */
    public record Seen(long number, String node, Optional<RecordMetadata> input) {}

    /** The code of the node at {@code newPosition} is called; returns what {@link #leave} needs to know afterwards. */
    int enter(int newPosition) {
        int before = position;
        if (before == NONE) {
            origin = current.originOfRecord();
            NUMBER.setOpaque(this, number + 1);
        }
        POSITION.setRelease(this, newPosition);
        return before;
    }

    /** The call that {@link #enter} has returned {@code before} for is over. */
    void leave(int before) {
        POSITION.setRelease(this, before);
    }

    /** Returns the call that the worker is in; null if it is in none. */
    public @Nullable Seen seen() {
        int at = (int) POSITION.getAcquire(this);
        if (at == NONE) {
            return null;
        }
        Origin seen = origin;
        return new Seen(
                (long) NUMBER.getOpaque(this),
                nodes.get(at),
                seen == null ? Optional.empty() : Optional.of(seen.metadata()));
    }
}
