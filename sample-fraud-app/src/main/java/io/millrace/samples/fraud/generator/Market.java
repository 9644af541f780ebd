package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.MerchantCategory;
import java.util.List;

/**
 * The merchants of one category, and how people buy there: amounts are log-normal around {@code median}, {@code sigma}
 * being their spread.
 *
 * <p>Immutable.
 *
 * @param share how often people buy there, next to other markets
 */
record Market(
        MerchantCategory category,
        double share,
        double median,
        double sigma,
        DayCurve dayCurve,
        List<String> merchants) {

    static final List<Market> ALL = List.of(
            new Market(
                    MerchantCategory.GROCERIES,
                    30,
                    34,
                    0.65,
                    DayCurve.OPENING_HOURS,
                    List.of("corner-market", "green-basket", "daily-fresh", "harvest-hall", "night-and-day")),
            new Market(
                    MerchantCategory.RESTAURANT,
                    20,
                    28,
                    0.7,
                    DayCurve.MEALS,
                    List.of("trattoria-sole", "noodle-lane", "the-old-mill", "bistro-nord", "taco-plaza")),
            new Market(
                    MerchantCategory.FUEL,
                    12,
                    52,
                    0.4,
                    DayCurve.ALL_DAY,
                    List.of("autohof-west", "blue-pump", "coast-fuel", "ring-road-station")),
            new Market(
                    MerchantCategory.FASHION,
                    11,
                    64,
                    0.75,
                    DayCurve.OPENING_HOURS,
                    List.of("linen-and-wool", "sneaker-dock", "atelier-mira", "outdoor-north")),
            new Market(
                    MerchantCategory.ELECTRONICS,
                    6,
                    150,
                    0.9,
                    DayCurve.OPENING_HOURS,
                    List.of("volt-and-co", "pixel-store", "circuit-city-hall")),
            new Market(
                    MerchantCategory.JEWELRY,
                    1,
                    320,
                    0.9,
                    DayCurve.OPENING_HOURS,
                    List.of("amber-house", "zeit-and-gold")),
            new Market(
                    MerchantCategory.TRAVEL,
                    6,
                    240,
                    0.95,
                    DayCurve.ALL_DAY,
                    List.of("north-air", "rail-europe-desk", "hotel-meridian", "island-ferries")),
            new Market(
                    MerchantCategory.GAMING,
                    8,
                    15,
                    0.8,
                    DayCurve.EVENING,
                    List.of("game-harbor", "loot-lounge", "indie-shelf")),
            new Market(MerchantCategory.GIFT_CARDS, 3, 42, 0.6, DayCurve.ALL_DAY, List.of("gift-corner", "card-kiosk")),
            new Market(
                    MerchantCategory.DONATION,
                    3,
                    22,
                    0.8,
                    DayCurve.EVENING,
                    List.of("clean-rivers-fund", "one-click-charity", "micro-aid")));

    /** Merchants that exist to take money from stolen cards. */
    static final List<String> FRAUDULENT =
            List.of("quick-gift-cards", "lucky-coins-online", "cheap-phones-24", "prize-claim-center");

    /** Merchants that ask no questions about small amounts. */
    static final List<String> UNWARY = List.of("one-click-charity", "micro-aid");

    static Market of(MerchantCategory category) {
        return ALL.stream()
                .filter(market -> market.category == category)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No market for " + category));
    }
}
