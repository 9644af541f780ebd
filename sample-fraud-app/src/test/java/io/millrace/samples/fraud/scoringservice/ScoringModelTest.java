package io.millrace.samples.fraud.scoringservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Score;
import org.junit.jupiter.api.Test;

class ScoringModelTest {
    private static final int LIMIT = 80;

    private final ScoringModel model = new ScoringModel();

    @Test
    void nothingSpeaksAgainstAnEverydayPayment() {
        Score score = score(APayment.clean());

        assertThat(score.points()).isLessThan(5);
        assertThat(score.reason()).isEmpty();
    }

    @Test
    void thePriceOfAFlightIsMuchForGroceries() {
        assertThat(score(APayment.clean().of("4000.00")))
                .satisfies(score -> assertThat(score.points()).isGreaterThan(LIMIT))
                .returns("dear for groceries", Score::reason);
    }

    @Test
    void aFarCountryAloneIsNotEnough() {
        assertThat(score(APayment.clean().in("AU")).points()).isBetween(50, LIMIT);
        assertThat(score(APayment.clean().in("US")).points()).isLessThan(50);
    }

    @Test
    void goodsThatAreEasilySoldOnAreWorseFarAway() {
        APayment camera =
                APayment.clean().at("pixel-store", MerchantCategory.ELECTRONICS).of("320.00");

        assertThat(score(camera).points()).isLessThan(LIMIT);
        assertThat(score(camera.in("BR")))
                .satisfies(score -> assertThat(score.points()).isGreaterThan(LIMIT))
                .returns(
                        "in a far country where such cards are rarely seen, goods that are easily sold on",
                        Score::reason);
    }

    @Test
    void twoEurosAreATrialWhereCardsAreTriedOut() {
        APayment tiny = APayment.clean().of("2.20");

        assertThat(score(tiny.at("micro-aid", MerchantCategory.DONATION)).points())
                .isGreaterThan(LIMIT);
        assertThat(score(tiny.at("clean-rivers-fund", MerchantCategory.DONATION))
                        .points())
                .isLessThan(5);
    }

    @Test
    void theSamePaymentHasTheSameScore() {
        APayment payment = APayment.clean().of("310.00").in("TH");

        assertThat(score(payment)).isEqualTo(score(payment.withId("again")));
    }

    private Score score(APayment payment) {
        return model.score(payment.payment());
    }
}
