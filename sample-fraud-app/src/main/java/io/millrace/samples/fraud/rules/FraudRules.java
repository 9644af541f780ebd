package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * All rules together. To add one, implement {@link FraudRule} and make it a bean.
 *
 * <p>Immutable.
 */
@Component
public final class FraudRules {
    private final List<FraudRule> rules;

    public FraudRules(List<FraudRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Asks every rule, so that an alert has all reasons and not only the first. */
    public Judgement judge(Payment payment) {
        List<Finding> findings = rules.stream()
                .map(rule -> rule.check(payment))
                .flatMap(Optional::stream)
                .toList();
        return new Judgement(payment, findings);
    }
}
