package io.millrace.samples.fraud.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A card payment. One that exists is valid: whoever makes one, from HTTP, from a topic or in a test, gets an {@link
 * InvalidPaymentException} that lists all that is wrong.
 *
 * <p>Immutable.
 *
 * @param id unique; 1 to 64 letters, digits, dots, dashes and underscores
 * @param card a token, never a card number; written like the id
 * @param merchant the merchant's id; written like the payment's
 * @param category what the merchant sells
 * @param country where it was paid: two letters, ISO 3166
 * @param cardCountry where the card was issued; {@code country} where it is left out
 * @param amount in euros, more than 0 and at most 1,000,000.00
 * @param time when it was made
 */
public record Payment(
        String id,
        String card,
        String merchant,
        MerchantCategory category,
        String country,
        String cardCountry,
        BigDecimal amount,
        Instant time) {

    public Payment {
        PaymentCheck check = new PaymentCheck();
        id = check.name("id", id);
        card = check.name("card", card);
        merchant = check.name("merchant", merchant);
        category = check.category("category", category);
        country = check.country("country", country);
        cardCountry = cardCountry == null ? country : check.country("cardCountry", cardCountry);
        amount = check.amount("amount", amount);
        time = check.time("time", time);
        check.throwIfAnyProblem();
    }

    /** Returns whether it was made outside the country that issued the card. */
    public boolean isAbroad() {
        return !country.equals(cardCountry);
    }
}
