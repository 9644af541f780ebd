package io.millrace.samples.fraud.generator;

/** The kinds of fraud in the made-up world. */
public enum FraudPattern {
    EXPENSIVE("Far more expensive than usual", false),
    WATCHED_COUNTRY("From a country on the watch list", false),
    BLOCKED_MERCHANT("To a merchant on the block list", false),
    RESALE_ABROAD("Goods to resell, bought abroad", false),
    CARD_TEST("Trying out a stolen card", false),
    RISKY_MERCHANT("To a shop that fell into wrong hands", true),
    BURST("Many payments within seconds", true),
    SPREE("Much money within minutes", true),
    DEAR_FOR_THE_CARD("Dear for this card, not for others", true),
    IMPOSSIBLE_TRAVEL("The card is on two continents at once", true),
    QUIET_THEFT("A thief who buys like the owner", true);

    private final String label;
    private final boolean needsMemory;

    FraudPattern(String label, boolean needsMemory) {
        this.label = label;
        this.needsMemory = needsMemory;
    }

    /** Returns what people call it. */
    public String label() {
        return label;
    }

    /** Returns whether each payment of it, seen by itself, looks like any other. */
    public boolean needsMemory() {
        return needsMemory;
    }

    /** Returns how many fraudulent payments it has, on average. */
    double payments() {
        return switch (this) {
            case BURST -> 11;
            case SPREE -> 9;
            default -> 1;
        };
    }
}
