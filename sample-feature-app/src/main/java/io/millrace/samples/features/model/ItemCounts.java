package io.millrace.samples.features.model;

/**
 * What all users did with an item within some time.
 *
 * <p>Immutable.
 *
 * @param soldCents what was paid for it, exactly
 */
public record ItemCounts(long views, long carts, long purchases, long soldCents) {
    public static final ItemCounts NONE = new ItemCounts(0, 0, 0, 0);

    public ItemCounts plus(ItemCounts others) {
        return new ItemCounts(
                views + others.views,
                carts + others.carts,
                purchases + others.purchases,
                Math.addExact(soldCents, others.soldCents));
    }

    public static ItemCounts of(ShopEvent event) {
        return switch (event.kind()) {
            case VIEW -> new ItemCounts(1, 0, 0, 0);
            case CART -> new ItemCounts(0, 1, 0, 0);
            case PURCHASE -> new ItemCounts(0, 0, 1, event.cents());
        };
    }
}
