package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Sighting;
import io.millrace.samples.fraud.profile.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImpossibleTravelTest {
    private final ImpossibleTravel rule = new ImpossibleTravel(1_500, 1_000, 1);

    @Test
    void findsWhatIsTooFarForTheTime() {
        assertThat(check("JP", Duration.ofMinutes(30)).orElseThrow())
                .returns("impossible-travel", Finding::rule)
                .returns(Severity.HIGH, Finding::severity)
                .extracting(Finding::reason)
                .asString()
                .startsWith("In JP 30 minutes after it was in DE, 9,")
                .endsWith(" km away");
    }

    @Test
    void aFlightTakesItsTime() {
        assertThat(check("JP", Duration.ofHours(12))).isEmpty();
    }

    @Test
    void aBorderIsCrossedInNoTime() {
        assertThat(check("FR", Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void whoLivesFasterTravelsFaster() {
        ImpossibleTravel lapse = new ImpossibleTravel(1_500, 1_000, 720);

        assertThat(lapse.check(payment("JP", Duration.ofMinutes(1)), seenInGermany()))
                .isEmpty();
        assertThat(lapse.check(payment("JP", Duration.ofSeconds(10)), seenInGermany()))
                .isPresent();
    }

    @Test
    void paymentsThatComeInTheWrongOrderAreJudgedAlike() {
        assertThat(check("JP", Duration.ofHours(-12))).isEmpty();
        assertThat(check("JP", Duration.ofMinutes(-30))).isPresent();
    }

    @Test
    void saysNothingOfCardsAndCountriesThatItDoesNotKnow() {
        assertThat(rule.check(payment("JP", Duration.ZERO), CardProfile.UNKNOWN))
                .isEmpty();
        assertThat(check("VA", Duration.ofMinutes(30))).isEmpty();
    }

    private Optional<Finding> check(String country, Duration later) {
        return rule.check(payment(country, later), seenInGermany());
    }

    private static Payment payment(String country, Duration later) {
        return APayment.clean().in(country).payment(APayment.TIME.plus(later));
    }

    private static CardProfile seenInGermany() {
        return new CardProfile(List.of(), Spread.NONE, new Sighting("DE", APayment.TIME));
    }
}
