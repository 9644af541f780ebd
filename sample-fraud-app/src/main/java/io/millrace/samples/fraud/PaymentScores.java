package io.millrace.samples.fraud;

import io.millrace.errors.RetryPolicy;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.rules.Doubts;
import io.millrace.samples.fraud.rules.HighScore;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.samples.fraud.scoring.Scoring;
import io.millrace.samples.fraud.scoring.ScoringProperties;
import io.millrace.samples.fraud.stats.ScoringStats;
import io.millrace.topology.Async;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Has payments that leave doubts scored elsewhere. While the answer for a card is under way, only the next payments of that card wait; a payment that gets
 * no score in time is judged by the rules alone.
 *
 * <p>Thread-safe.
 */
@Component
final class PaymentScores {
    private final Scoring scoring;
    private final Doubts doubts;
    private final HighScore highScore;
    private final ScoringStats stats;
    private final Async async;

    PaymentScores(
            Scoring scoring, ScoringProperties properties, Doubts doubts, HighScore highScore, ScoringStats stats) {
        this.scoring = scoring;
        this.doubts = doubts;
        this.highScore = highScore;
        this.stats = stats;
        this.async = Async.orderedByKey()
                .named("score")
                .capacity(properties.capacity())
                .timeout(properties.timeout())
                .retry(RetryPolicy.of(1), failure -> !(failure instanceof TimeoutException));
    }

    /** A judgement by the rules, and what the scoring service says; null if it says nothing. */
    private record Scored(Judgement judgement, @Nullable Score score) {}

    /** Returns the judgements that leave doubts, next to what the scoring service says, in order by card. */
    KStream<String, Judgement> scored(KStream<String, Judgement> judged) {
        return judged.filter((card, judgement) -> doubts.remain(judgement), Named.as("in-doubt"))
                .<Scored>mapAsync(
                        (card, judgement) -> ask(judgement),
                        async,
                        (card, judgement, failure) -> new Scored(judgement, null))
                .mapValues(this::judge, Named.as("high-score"));
    }

    private CompletionStage<Scored> ask(Judgement judgement) {
        return scoring.score(judgement.payment()).thenApply(score -> new Scored(judgement, score));
    }

    private Judgement judge(Scored scored) {
        stats.decided(scored.judgement().payment(), scored.score() != null);
        return highScore.judge(scored.judgement(), scored.score());
    }
}
