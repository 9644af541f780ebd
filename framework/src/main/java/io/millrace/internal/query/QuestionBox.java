package io.millrace.internal.query;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.state.WorkerStores;
import io.millrace.query.Unavailable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The questions that wait for one worker: any thread puts them in, the worker looks once a turn, and answers a few, so that records do
 * not wait for long.
 *
 * <p>Thread-safe; {@link #work} is confined to the worker.
 */
public final class QuestionBox {

    /** Nobody may ask. */
    public static final QuestionBox NONE = new QuestionBox(0, WakeUp.NOT_NEEDED, null);

    private static final int MOST_IN_A_TURN = 16;

    private final int most;
    private final WakeUp worker;
    private final @Nullable Ownership ownership;
    private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile @Nullable Unavailable end;

    /**
     * @param most questions that may wait
     * @param worker wakes the one that answers
     * @param ownership null if nobody may ask
     */
    QuestionBox(int most, WakeUp worker, @Nullable Ownership ownership) {
        this.most = most;
        this.worker = worker;
        this.ownership = ownership;
    }

    /** Puts {@code question} in and wakes the worker; returns false if as many wait as may. */
    boolean offer(Question question) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            return false;
        }
        waiting.add(question);
        refuseIfEnded(); // the end may have come in between
        worker.wakeUp();
        return true;
    }

    /** Answers some questions by what {@code stores} have; returns how many. For the worker, between two records. */
    public int work(WorkerStores stores) {
        Ownership owned = ownership;
        if (owned == null || waiting.isEmpty()) {
            return 0;
        }
        int answered = 0;
        while (answered < MOST_IN_A_TURN) {
            Question next = take();
            if (next == null) {
                break;
            }
            next.answer(stores, owned);
            answered++;
        }
        return answered;
    }

    /** Refuses all questions, now and later: the worker answers no more. Callable by any thread. */
    void end(Unavailable why) {
        end = why;
        refuseIfEnded();
    }

    private void refuseIfEnded() {
        Unavailable why = end;
        if (why != null) {
            for (Question next = take(); next != null; next = take()) {
                next.reply().complete(Question.Reply.refused(why));
            }
        }
    }

    private @Nullable Question take() {
        Question next = waiting.poll();
        if (next != null) {
            size.decrementAndGet();
        }
        return next;
    }
}
