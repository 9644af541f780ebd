package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.MerchantRisk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a risk service would say of the merchants of the made-up world. Most never change. Of the bazaars, one at a time has fallen into
 * wrong hands; which one, the time decides.
 *
 * <p>Stateless.
 */
final class MerchantScores {
    /** Merchants that honest people visit, too. */
    static final List<String> BAZAARS =
            List.of("flash-outlet", "bargain-dock", "night-bazaar", "parcel-garden", "deal-cellar");

    private static final Duration TERM = Duration.ofSeconds(90);
    private static final int CORRUPT = 88;
    private static final int OBSCURE = 35;
    private static final int FRAUDULENT = 97;
    private static final int UNWARY = 60;
    private static final int WELL_KNOWN = 5;

    private MerchantScores() {}

    /** Returns the bazaar that is in wrong hands at {@code time}. */
    static String corruptAt(Instant time) {
        long term = time.toEpochMilli() / TERM.toMillis();
        return BAZAARS.get(Math.floorMod(term, BAZAARS.size()));
    }

    /** Returns the scores of all merchants at {@code time}. */
    static List<MerchantRisk> at(Instant time) {
        Set<String> merchants = new TreeSet<>(BAZAARS);
        merchants.addAll(Market.FRAUDULENT);
        Market.ALL.forEach(market -> merchants.addAll(market.merchants()));
        return merchants.stream()
                .map(merchant -> new MerchantRisk(merchant, score(merchant, time)))
                .toList();
    }

    private static int score(String merchant, Instant time) {
        if (BAZAARS.contains(merchant)) {
            return merchant.equals(corruptAt(time)) ? CORRUPT : OBSCURE;
        }
        if (Market.FRAUDULENT.contains(merchant)) {
            return FRAUDULENT;
        }
        return Market.UNWARY.contains(merchant) ? UNWARY : WELL_KNOWN;
    }
}
