package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.MerchantCategory;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code fraud.rules.*} says. All amounts are in euros.
 *
 * <p>Immutable.
 *
 * @param amountLimit Amount up to which payments are usual, in categories without a limit of their own.
 * @param amountLimits Amount up to which payments are usual, by category.
 * @param highRiskCountries Countries from which every payment is looked at, as two letters.
 * @param blockedMerchants Merchants that are known to be fraudulent.
 * @param resaleCategories Categories of goods that are easily turned into cash.
 * @param resaleAbroadLimit Amount up to which goods that are easily turned into cash may be bought abroad.
 * @param cardTestingMerchants Merchants where thieves try out stolen cards.
 * @param cardTestingAmount Amount up to which a payment may be such a trial.
 * @param merchantRiskLimit Risk score of a merchant up to which payments there are usual, 0 to 100.
 * @param scoreLimit What the scoring service may give a payment that is usual, 0 to 100.
 */
@ConfigurationProperties("fraud.rules")
public record RuleProperties(
        @DefaultValue("1000") BigDecimal amountLimit,
        @DefaultValue Map<MerchantCategory, BigDecimal> amountLimits,
        @DefaultValue Set<String> highRiskCountries,
        @DefaultValue Set<String> blockedMerchants,
        @DefaultValue Set<MerchantCategory> resaleCategories,
        @DefaultValue("400") BigDecimal resaleAbroadLimit,
        @DefaultValue Set<String> cardTestingMerchants,
        @DefaultValue("2") BigDecimal cardTestingAmount,
        @DefaultValue("80") int merchantRiskLimit,
        @DefaultValue("80") int scoreLimit) {

    public RuleProperties {
        amountLimits = Map.copyOf(amountLimits);
        highRiskCountries = Set.copyOf(highRiskCountries);
        blockedMerchants = Set.copyOf(blockedMerchants);
        resaleCategories = Set.copyOf(resaleCategories);
        cardTestingMerchants = Set.copyOf(cardTestingMerchants);
    }
}
