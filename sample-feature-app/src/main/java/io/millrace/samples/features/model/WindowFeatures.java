package io.millrace.samples.features.model;

import org.jspecify.annotations.Nullable;

/**
 * What a user did in the time that ends with {@link UserFeatures#asOf}.
 *
 * <p>Immutable.
 *
 * @param views how many items were viewed, counting each time
 * @param carts how many were put into the cart
 * @param purchases how many were bought
 * @param distinctItems how many different items there were, whatever was done with them
 * @param spentCents what was paid, exactly
 * @param averageCents what was paid for a purchase on average; null without one
 * @param complete false if the user did more in this time than is kept, so that these numbers are too small
 */
public record WindowFeatures(
        int views,
        int carts,
        int purchases,
        int distinctItems,
        long spentCents,
        @Nullable Double averageCents,
        boolean complete) {}
