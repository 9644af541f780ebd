package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class HighScoreTest {
    private static final Finding FINDING = new Finding("large", Severity.HIGH, "Something");

    private final HighScore rule = new HighScore(80);
    private final Judgement clean = new Judgement(APayment.clean().payment(), List.of());
    private final Judgement suspicious = new Judgement(APayment.clean().payment(), List.of(FINDING));

    @Test
    void aHighScoreIsFoundNextToTheOthers() {
        Finding high = new Finding("high-score", Severity.MEDIUM, "The scoring service gives it 81 of 100: far away");

        assertThat(rule.judge(clean, new Score(81, "far away")).findings()).containsExactly(high);
        assertThat(rule.judge(suspicious, new Score(81, "far away")).findings()).containsExactly(FINDING, high);
    }

    @Test
    void aScoreUpToTheLimitIsFine() {
        assertThat(rule.judge(clean, new Score(80, "far away"))).isEqualTo(clean);
    }

    @Test
    void anAlertSaysThatItsScoreIsMissing() {
        assertThat(rule.judge(suspicious, null).findings())
                .extracting(Finding::rule)
                .containsExactly("large", "score-missing");
    }

    @Test
    void aMissingScoreIsNoReasonForAnAlert() {
        assertThat(rule.judge(clean, null)).isEqualTo(clean);
    }
}
