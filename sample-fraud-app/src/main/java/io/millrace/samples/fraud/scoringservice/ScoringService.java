package io.millrace.samples.fraud.scoringservice;

import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Scores payments, well or badly as its {@link Behaviour} says. No thread waits while an answer is held back.
 *
 * <p>Thread-safe.
 */
@Component
public class ScoringService {
    private static final int MOST_HELD = 2_000;

    private final ScoringModel model = new ScoringModel();
    private final Map<CompletableFuture<Score>, Score> held = new ConcurrentHashMap<>();
    private volatile Behaviour behaviour = Behaviour.NORMAL;

    public Behaviour behaviour() {
        return behaviour;
    }

    /** Changes how it behaves, and answers what it has held back. */
    public void behave(Behaviour next) {
        behaviour = next;
        held.forEach(CompletableFuture::complete);
    }

    /** Lets the web server end, which waits for open requests. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        behave(Behaviour.NORMAL);
    }

    /** Returns what completes with the score, or fails with an {@link OutOfOrderException}. */
    public CompletableFuture<Score> score(Payment payment) {
        Behaviour now = behaviour;
        if (!now.isChosen(payment.card())) {
            return CompletableFuture.completedFuture(model.score(payment));
        }
        return switch (now.mode()) {
            case NORMAL -> CompletableFuture.completedFuture(model.score(payment));
            case SLOW -> holdBack(model.score(payment), now.delayMillis());
            case BROKEN -> CompletableFuture.failedFuture(new OutOfOrderException("The scoring service is broken."));
        };
    }

    private CompletableFuture<Score> holdBack(Score score, int millis) {
        if (held.size() >= MOST_HELD) {
            return CompletableFuture.failedFuture(
                    new OutOfOrderException("The scoring service holds back %d answers already.".formatted(MOST_HELD)));
        }
        CompletableFuture<Score> answer = new CompletableFuture<>();
        held.put(answer, score);
        answer.whenComplete((done, failure) -> held.remove(answer));
        return answer.completeOnTimeout(score, millis, TimeUnit.MILLISECONDS);
    }
}
