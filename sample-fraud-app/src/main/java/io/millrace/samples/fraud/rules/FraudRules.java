package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.ScoredPayment;
import io.millrace.samples.fraud.profile.CardProfile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * All rules about single payments together. To add one, implement {@link FraudRule}, {@link MerchantRule} or {@link HabitRule} and make
 * it a bean.
 *
 * <p>Immutable.
 */
@Component
public final class FraudRules {
    private final List<FraudRule> rules;
    private final List<MerchantRule> merchantRules;
    private final List<HabitRule> habitRules;

    public FraudRules(List<FraudRule> rules, List<MerchantRule> merchantRules, List<HabitRule> habitRules) {
        this.rules = List.copyOf(rules);
        this.merchantRules = List.copyOf(merchantRules);
        this.habitRules = List.copyOf(habitRules);
    }

    /**
     * Asks every rule, so that an alert has all reasons and not only the first.
     *
     * @param before what was known of the card before this payment
     */
    public Judgement judge(ScoredPayment scored, CardProfile before) {
        Payment payment = scored.payment();
        Stream<Optional<Finding>> byItself = rules.stream().map(rule -> rule.check(payment));
        Stream<Optional<Finding>> byMerchant = merchantRules.stream().map(rule -> rule.check(scored));
        Stream<Optional<Finding>> byHabit = habitRules.stream().map(rule -> rule.check(payment, before));
        return new Judgement(
                payment,
                Stream.of(byItself, byMerchant, byHabit)
                        .flatMap(findings -> findings)
                        .flatMap(Optional::stream)
                        .toList());
    }
}
