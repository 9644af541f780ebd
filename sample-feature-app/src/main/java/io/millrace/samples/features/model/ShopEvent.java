package io.millrace.samples.features.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Somebody viewed an item, put it into the cart or bought it. Who it was is the record's key, and when is its timestamp. One that exists
 * is valid.
 *
 * <p>Immutable.
 *
 * @param item 1 to 64 letters, digits, dots, dashes and underscores
 * @param cents what was paid, 0 to 100,000,000; 0 where nothing was bought
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ShopEvent(String item, Kind kind, long cents) {
    private static final long MOST_CENTS = 100_000_000;

    public ShopEvent {
        Names.check("item", item);
        if (cents < 0 || cents > MOST_CENTS) {
            throw new IllegalArgumentException("'cents' is %d: give 0 to %d".formatted(cents, MOST_CENTS));
        }
        if (cents > 0 && kind != Kind.PURCHASE) {
            throw new IllegalArgumentException(
                    "'cents' is %d for a %s: only a PURCHASE costs something".formatted(cents, kind));
        }
    }

    /** Returns one of fields as others send them. */
    @JsonCreator
    public static ShopEvent of(@Nullable String item, @Nullable Kind kind, @Nullable Long cents) {
        if (kind == null) {
            throw new IllegalArgumentException("'kind' is missing: give VIEW, CART or PURCHASE");
        }
        return new ShopEvent(Names.check("item", item), kind, cents == null ? 0 : cents);
    }
}
