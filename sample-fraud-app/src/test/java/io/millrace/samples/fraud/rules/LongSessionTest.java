package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.ShoppingSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongSessionTest {
    private static final Duration LENGTH = Duration.ofMillis(11_400);

    private final LongSession rule = new LongSession(Duration.ofSeconds(15), 2);

    @Test
    void theHarmlessPaymentsOfALongSessionAreFound() {
        ShoppingSession session =
                session("first", false).and(session("second", false)).and(session("third", true));

        assertThat(rule.check(session, LENGTH))
                .extracting(judgement -> judgement.payment().id())
                .containsExactly("first", "second");
        assertThat(rule.check(session, LENGTH)).first().satisfies(judgement -> assertThat(judgement.findings())
                .containsExactly(new Finding(
                        "shopping-session",
                        Severity.HIGH,
                        "One of 3 payments of the card that followed each other within 11 seconds")));
    }

    @Test
    void aSessionUpToTheLimitIsFine() {
        assertThat(rule.check(session("first", false).and(session("second", false)), LENGTH))
                .isEmpty();
    }

    @Test
    void aSessionKeepsTheFirstOfItsPaymentsOnly() {
        ShoppingSession session = ShoppingSession.NONE;
        for (int number = 0; number < 50; number++) {
            session = session.with(APayment.clean().withId("p-" + number).payment(), false);
        }

        assertThat(session.payments()).isEqualTo(50);
        assertThat(session.euros()).isEqualByComparingTo("2105.00");
        assertThat(rule.check(session, LENGTH)).hasSize(10);
    }

    private static ShoppingSession session(String payment, boolean suspicious) {
        return ShoppingSession.NONE.with(APayment.clean().withId(payment).payment(), suspicious);
    }
}
