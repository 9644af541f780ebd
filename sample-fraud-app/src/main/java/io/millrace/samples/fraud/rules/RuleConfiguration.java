package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.profile.ActivityProperties;
import io.millrace.samples.fraud.profile.HabitProperties;
import io.millrace.samples.fraud.profile.Habits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules that are in force, with their limits and lists. */
@Configuration(proxyBeanMethods = false)
class RuleConfiguration {

    @Bean
    FraudRule amountOverLimit(RuleProperties properties) {
        return new AmountOverLimit(properties.amountLimits(), properties.amountLimit());
    }

    @Bean
    FraudRule highRiskCountry(RuleProperties properties) {
        return new HighRiskCountry(properties.highRiskCountries(), properties.amountLimit());
    }

    @Bean
    FraudRule blockedMerchant(RuleProperties properties) {
        return new BlockedMerchant(properties.blockedMerchants());
    }

    @Bean
    FraudRule resaleGoodsAbroad(RuleProperties properties) {
        return new ResaleGoodsAbroad(properties.resaleCategories(), properties.resaleAbroadLimit());
    }

    @Bean
    FraudRule cardTesting(RuleProperties properties) {
        return new CardTesting(properties.cardTestingMerchants(), properties.cardTestingAmount());
    }

    @Bean
    MerchantRule riskyMerchant(RuleProperties properties) {
        return new RiskyMerchant(properties.merchantRiskLimit());
    }

    @Bean
    HighScore highScore(RuleProperties properties) {
        return new HighScore(properties.scoreLimit());
    }

    @Bean
    Habits habits(HabitProperties habits, RuleProperties rules) {
        return new Habits(habits, rules.amountLimits(), rules.amountLimit());
    }

    @Bean
    HabitRule manyPayments(HabitProperties properties) {
        return new ManyPayments(properties.burstSpan(), properties.burstLimit());
    }

    @Bean
    HabitRule unusualAmount(Habits habits, HabitProperties properties) {
        return new UnusualAmount(habits, properties.amountDeviation());
    }

    @Bean
    SpendingSpree spendingSpree(ActivityProperties properties) {
        return new SpendingSpree(properties.spreeSpan(), properties.spreePayments(), properties.spreeAmount());
    }

    @Bean
    LongSession longSession(ActivityProperties properties) {
        return new LongSession(properties.sessionPause(), properties.sessionLimit());
    }

    @Bean
    HabitRule impossibleTravel(HabitProperties properties) {
        return new ImpossibleTravel(properties.travelDistance(), properties.travelSpeed(), properties.timeLapse());
    }
}
