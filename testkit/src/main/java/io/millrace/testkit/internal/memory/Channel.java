package io.millrace.testkit.internal.memory;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Deliveries that keep their order. Made by {@link Deliveries}. Confined to the test's thread. */
final class Channel {

    private static final BooleanSupplier ALWAYS = () -> true;

    private final Deliveries deliveries;
    private final Instance instance;
    private final String name;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private boolean listed;

    Channel(Deliveries deliveries, Instance instance, String name) {
        this.deliveries = deliveries;
        this.instance = instance;
        this.name = name;
    }

    /** What happens when it is delivered, and the nanoTime before which, or what until, it is not. */
    private record Delivery(Runnable action, boolean timed, long notBefore, BooleanSupplier ready) {}

    /** Adds what may be delivered at any time. */
    void add(Runnable action) {
        addWhen(ALWAYS, action);
    }

    /** Adds what is not delivered before {@code ready}, which then stays so. */
    void addWhen(BooleanSupplier ready, Runnable action) {
        add(new Delivery(action, false, 0, ready));
    }

    /** Adds what is not delivered before the nanoTime {@code notBefore}. */
    void addAt(long notBefore, Runnable action) {
        add(new Delivery(action, true, notBefore, ALWAYS));
    }

    /** As {@link #add(Runnable)}, but before all others. */
    void addFirst(Runnable action) {
        waiting.addFirst(new Delivery(action, false, 0, ALWAYS));
        list();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isOf(Instance process) {
        return instance == process;
    }

    /** Returns how many nanoseconds are left until the next one may be delivered. */
    long nanosToNext(long now) {
        Delivery next = waiting.element();
        return next.timed() ? Math.max(0, next.notBefore() - now) : 0;
    }

    boolean isDue(long now) {
        return !waiting.isEmpty()
                && instance.isRunning()
                && nanosToNext(now) == 0
                && waiting.element().ready().getAsBoolean();
    }

    /** Makes the next delivery. What it gives rise to in this channel keeps the channel's place among the others. */
    void deliverNext() {
        Delivery next = Objects.requireNonNull(waiting.poll(), "a channel is asked only if it has something");
        try {
            next.action().run();
        } finally {
            unlist();
        }
    }

    /** Delivers everything, however long that would take. */
    void finish() {
        while (!waiting.isEmpty()) {
            deliverNext();
        }
    }

    void clear() {
        waiting.clear();
        unlist();
    }

    private void add(Delivery delivery) {
        waiting.add(delivery);
        list();
    }

    private void list() {
        if (!listed) {
            listed = true;
            deliveries.busy(this);
        }
    }

    private void unlist() {
        if (listed && waiting.isEmpty()) {
            listed = false;
            deliveries.idle(this);
        }
    }

    @Override
    public String toString() {
        return "%s: %s (%d)".formatted(instance.name(), name, waiting.size());
    }
}
