package io.millrace.internal.kafka;

import io.millrace.internal.exchange.WakeUp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Knows for which topics outputs can be taken without waiting. What there is to know of a topic before is asked by another
 * thread.
 *
 * <p>Thread-safe.
 */
final class OutputTopics {

    private final Consumer<String> question;
    private final Executor executor;
    private final BiConsumer<String, Exception> onFailure;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    /** Who waits for which topic; guarded by itself. */
    private final Map<String, Set<WakeUp>> waiting = new HashMap<>();

    /**
     * @param question asks what there is to know of a topic, and waits for it
     * @param onFailure takes a topic of which it can't be known, and why
     */
    OutputTopics(Consumer<String> question, Executor executor, BiConsumer<String, Exception> onFailure) {
        this.question = question;
        this.executor = executor;
        this.onFailure = onFailure;
    }

    boolean isKnown(String topic) {
        return known.contains(topic);
    }

    /** Returns the topics that it can be sent to. */
    Set<String> known() {
        return Set.copyOf(known);
    }

    /** Asks about {@code topic} and waits for the answer. */
    void await(String topic) {
        question.accept(topic);
        known.add(topic);
    }

    /** Has another thread ask about {@code topic}, and {@code worker} woken when there is an answer. */
    void seek(String topic, WakeUp worker) {
        boolean first;
        synchronized (waiting) {
            first = !waiting.containsKey(topic);
            waiting.computeIfAbsent(topic, any -> new HashSet<>()).add(worker);
        }
        if (first) {
            executor.execute(() -> fetch(topic));
        } else if (isKnown(topic)) {
            worker.wakeUp();
        }
    }

    private void fetch(String topic) {
        try {
            await(topic);
        } catch (Exception e) {
            onFailure.accept(topic, e);
            return;
        } catch (Throwable e) { // an Error must not end this thread unseen: the worker would wait for ever
            onFailure.accept(topic, new IllegalStateException("The look-up of a topic failed", e));
            return;
        }
        waitingFor(topic).forEach(WakeUp::wakeUp);
    }

    private Set<WakeUp> waitingFor(String topic) {
        synchronized (waiting) {
            return Set.copyOf(waiting.getOrDefault(topic, Set.of()));
        }
    }
}
