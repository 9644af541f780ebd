package io.millrace.samples.fraud.generator;

/** The kinds of fraud in the made-up world. The last two look like any other payment: only a memory could tell. */
public enum FraudPattern {
    EXPENSIVE("Far more expensive than usual"),
    WATCHED_COUNTRY("From a country on the watch list"),
    BLOCKED_MERCHANT("To a merchant on the block list"),
    RESALE_ABROAD("Goods to resell, bought abroad"),
    CARD_TEST("Trying out a stolen card"),
    QUIET_THEFT("A thief who buys like the owner"),
    IMPOSSIBLE_TRAVEL("The card is on two continents at once");

    private final String label;

    FraudPattern(String label) {
        this.label = label;
    }

    /** Returns what people call it. */
    public String label() {
        return label;
    }
}
