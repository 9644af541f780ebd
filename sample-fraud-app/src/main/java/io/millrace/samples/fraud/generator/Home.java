package io.millrace.samples.fraud.generator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A country where cards are issued.
 *
 * <p>Immutable.
 *
 * @param share how many cards, next to other countries
 */
record Home(String country, double share, ZoneOffset offset) {

    static final List<Home> ALL = List.of(
            new Home("DE", 30, ZoneOffset.ofHours(1)),
            new Home("FR", 20, ZoneOffset.ofHours(1)),
            new Home("GB", 16, ZoneOffset.UTC),
            new Home("IT", 10, ZoneOffset.ofHours(1)),
            new Home("ES", 10, ZoneOffset.ofHours(1)),
            new Home("NL", 6, ZoneOffset.ofHours(1)),
            new Home("PL", 5, ZoneOffset.ofHours(1)),
            new Home("SE", 3, ZoneOffset.ofHours(1)));

    /** Where people travel. */
    static final List<String> DESTINATIONS =
            List.of("DE", "FR", "GB", "IT", "ES", "NL", "AT", "CH", "PT", "GR", "US", "TR", "TH", "JP");

    /** Countries on other continents. */
    static final List<String> FAR_AWAY = List.of("AU", "BR", "JP", "ZA", "US", "TH");

    /** Countries that banks watch. */
    static final List<String> WATCHED = List.of("KP", "IR", "MM");

    int hour(Instant time) {
        return time.atOffset(offset).getHour();
    }
}
