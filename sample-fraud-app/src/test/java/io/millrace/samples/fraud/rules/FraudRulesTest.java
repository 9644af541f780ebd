package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.ScoredPayment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Spread;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FraudRulesTest {
    private static final Finding LOW = new Finding("low", Severity.LOW, "Something");
    private static final Finding HIGH = new Finding("high", Severity.HIGH, "Something else");

    private final ScoredPayment payment = new ScoredPayment(APayment.clean().payment(), 50);

    @Test
    void anAlertHasTheReasonsOfAllRules() {
        Judgement judgement = rules(List.of(Optional.of(LOW), Optional.empty(), Optional.of(HIGH)))
                .judge(payment, CardProfile.UNKNOWN);

        assertThat(judgement.isSuspicious()).isTrue();
        assertThat(judgement.toAlert(APayment.TIME).findings()).containsExactly(LOW, HIGH);
    }

    @Test
    void anAlertIsAsSevereAsItsWorstFinding() {
        Alert alert = rules(List.of(Optional.of(HIGH), Optional.of(LOW)))
                .judge(payment, CardProfile.UNKNOWN)
                .toAlert(APayment.TIME);

        assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void aPaymentThatNoRuleFindsIsNotSuspicious() {
        Judgement judgement = rules(List.of(Optional.empty(), Optional.empty())).judge(payment, CardProfile.UNKNOWN);

        assertThat(judgement.isSuspicious()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> judgement.toAlert(APayment.TIME));
    }

    @Test
    void rulesOfHabitSeeWhatWasKnownOfTheCard() {
        CardProfile known = new CardProfile(List.of(APayment.TIME), Spread.NONE, null);
        FraudRules rules = new FraudRules(
                List.of(asked -> Optional.of(LOW)),
                List.of(),
                List.of((asked, before) -> before.equals(known) ? Optional.of(HIGH) : Optional.empty()));

        assertThat(rules.judge(payment, known).findings()).containsExactly(LOW, HIGH);
        assertThat(rules.judge(payment, CardProfile.UNKNOWN).findings()).containsExactly(LOW);
    }

    @Test
    void rulesOfMerchantsSeeWhatIsKnownOfTheMerchant() {
        FraudRules rules = new FraudRules(
                List.of(asked -> Optional.of(LOW)),
                List.of(asked -> asked.merchantRisk() == 50 ? Optional.of(HIGH) : Optional.empty()),
                List.of());

        assertThat(rules.judge(payment, CardProfile.UNKNOWN).findings()).containsExactly(LOW, HIGH);
    }

    private static FraudRules rules(List<Optional<Finding>> answers) {
        return new FraudRules(
                answers.stream().map(answer -> (FraudRule) payment -> answer).toList(), List.of(), List.of());
    }
}
