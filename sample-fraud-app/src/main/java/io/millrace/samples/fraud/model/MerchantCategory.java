package io.millrace.samples.fraud.model;

import java.util.Locale;

/** What a merchant sells. */
public enum MerchantCategory {
    GROCERIES,
    RESTAURANT,
    FUEL,
    FASHION,
    ELECTRONICS,
    JEWELRY,
    TRAVEL,
    GAMING,
    GIFT_CARDS,
    DONATION;

    /** Returns the name as it reads inside a sentence. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
