package io.millrace.samples.fraud;

import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.scoring.Scoring;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A scoring service that answers when the test says so: at once, if it is not about a card that is held up. Confined to the test. */
final class ManualScoring implements Scoring {
    private static final Score HARMLESS = new Score(1, "nothing");

    private final Set<String> heldUp = new HashSet<>();
    private final Map<String, Queue<CompletableFuture<Score>>> waiting = new HashMap<>();
    private Score score = HARMLESS;

    @Override
    public CompletableFuture<Score> score(Payment payment) {
        if (!heldUp.contains(payment.card())) {
            return CompletableFuture.completedFuture(score);
        }
        CompletableFuture<Score> answer = new CompletableFuture<>();
        waiting.computeIfAbsent(payment.card(), card -> new ArrayDeque<>()).add(answer);
        return answer;
    }

    /** Lets every card's calls be answered at once with a harmless score, as in the beginning. */
    void reset() {
        heldUp.clear();
        waiting.clear();
        score = HARMLESS;
    }

    void answerAllWith(Score newScore) {
        score = newScore;
    }

    void holdUp(String card) {
        heldUp.add(card);
    }

    /** Returns how many calls about {@code card} have no answer. */
    int waiting(String card) {
        return waiting.getOrDefault(card, new ArrayDeque<>()).size();
    }

    /** Answers the oldest call about {@code card}. */
    void answer(String card) {
        next(card, answer -> answer.complete(score));
    }

    /** Has the oldest call about {@code card} fail. */
    void fail(String card) {
        next(card, answer -> answer.completeExceptionally(new IllegalStateException("broken")));
    }

    private void next(String card, Consumer<CompletableFuture<Score>> how) {
        how.accept(
                Objects.requireNonNull(waiting.get(card), "nothing was asked").remove());
    }
}
