package io.millrace.samples.fraud.scoringservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.scoringservice.Behaviour.Mode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoringServiceTest {
    private final ScoringService service = new ScoringService();
    private final Payment payment = APayment.clean().payment();

    @Test
    void answersAtOnce() {
        assertThat(service.score(payment)).isCompleted();
    }

    @Test
    void answersLateWhereItIsSlow() {
        service.behave(new Behaviour(Mode.SLOW, 100, 20));

        CompletableFuture<Score> answer = service.score(payment);

        assertThat(answer).isNotSameAs(service.score(payment)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void answersWhatItHasHeldBackWhenItIsNormalAgain() {
        Score score = service.score(payment).join();
        service.behave(new Behaviour(Mode.SLOW, 100, 10_000));
        CompletableFuture<Score> answer = service.score(payment);
        assertThat(answer).isNotDone();

        service.behave(Behaviour.NORMAL);

        assertThat(answer).isCompletedWithValue(score);
    }

    @Test
    void holdsNothingBackOnceTheServiceStops() {
        service.behave(new Behaviour(Mode.SLOW, 100, 10_000));
        CompletableFuture<Score> answer = service.score(payment);

        service.stop();

        assertThat(answer).isCompleted();
        assertThat(service.score(payment)).isCompleted();
    }

    @Test
    void cardsThatAreNotChosenDoNotNotice() {
        service.behave(new Behaviour(Mode.BROKEN, 1, 100));

        long failed = IntStream.range(0, 1_000)
                .mapToObj(number -> service.score(ofCard("card-" + number)))
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();

        assertThat(failed).isBetween(1L, 50L);
    }

    @Test
    void hasNoScoreWhereItIsBroken() {
        service.behave(new Behaviour(Mode.BROKEN, 100, 100));

        assertThat(service.score(payment))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(OutOfOrderException.class);
    }

    @Test
    void holdsBackNoMoreThanItCan() {
        service.behave(new Behaviour(Mode.SLOW, 100, 10_000));
        IntStream.range(0, 2_000).forEach(number -> service.score(payment));

        assertThat(service.score(payment)).isCompletedExceptionally();

        service.behave(Behaviour.NORMAL);
        assertThat(service.score(payment)).isCompletedWithValueMatching(score -> score.points() < 5);
    }

    private static Payment ofCard(String card) {
        Payment clean = APayment.clean().payment();
        return new Payment(
                clean.id(),
                card,
                clean.merchant(),
                clean.category(),
                clean.country(),
                clean.cardCountry(),
                clean.amount(),
                clean.time());
    }
}
