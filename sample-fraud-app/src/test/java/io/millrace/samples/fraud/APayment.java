package io.millrace.samples.fraud;

import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import java.time.Instant;

/** A payment that nobody has anything against, to be changed where a test needs it. Immutable. */
public record APayment(
        String id, String merchant, MerchantCategory category, String country, String cardCountry, String amount) {
    public static final Instant TIME = Instant.parse("2026-11-20T10:15:30.123456Z");

    public static APayment clean() {
        return new APayment("p-1", "green-basket", MerchantCategory.GROCERIES, "DE", "DE", "42.10");
    }

    public APayment withId(String newId) {
        return new APayment(newId, merchant, category, country, cardCountry, amount);
    }

    public APayment at(String newMerchant, MerchantCategory newCategory) {
        return new APayment(id, newMerchant, newCategory, country, cardCountry, amount);
    }

    public APayment in(String newCountry) {
        return new APayment(id, merchant, category, newCountry, cardCountry, amount);
    }

    public APayment of(String newAmount) {
        return new APayment(id, merchant, category, country, cardCountry, newAmount);
    }

    public Payment payment() {
        return payment(TIME);
    }

    public Payment payment(Instant time) {
        return new Payment(id, "card-1", merchant, category, country, cardCountry, new BigDecimal(amount), time);
    }
}
