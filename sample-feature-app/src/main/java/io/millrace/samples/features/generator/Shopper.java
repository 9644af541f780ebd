package io.millrace.samples.features.generator;

import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.ShopEvent;
import java.util.SplittableRandom;

/**
 * Somebody who walks through the shop: looks at items, mostly popular ones, puts some into the cart, buys some of those, and leaves.
 *
 * <p>Confined to the generator's thread.
 */
final class Shopper {
    private static final int ITEMS = 400;
    private static final double CART = 0.22;
    private static final double PURCHASE = 0.4;
    private static final double LOOK_AGAIN = 0.25;
    private static final double LEAVE = 0.04;

    private final String user;
    private final SplittableRandom random;
    private int item;
    private Kind last = Kind.PURCHASE;

    Shopper(String user, SplittableRandom random) {
        this.user = user;
        this.random = random;
        this.item = anyItem();
    }

    String user() {
        return user;
    }

    ShopEvent next() {
        last = nextKind();
        if (last == Kind.VIEW && random.nextDouble() > LOOK_AGAIN) {
            item = anyItem();
        }
        return new ShopEvent("item-" + item, last, last == Kind.PURCHASE ? price() : 0);
    }

    boolean leaves() {
        return random.nextDouble() < LEAVE;
    }

    private Kind nextKind() {
        if (last == Kind.VIEW && random.nextDouble() < CART) {
            return Kind.CART;
        }
        return last == Kind.CART && random.nextDouble() < PURCHASE ? Kind.PURCHASE : Kind.VIEW;
    }

    /** The square of an even chance: a quarter of all items gets half of the looks. */
    private int anyItem() {
        double chance = random.nextDouble();
        return 1 + (int) (ITEMS * chance * chance);
    }

    /** Each item has its price. */
    private long price() {
        return 495 + Math.floorMod(item * 7_919L, 240) * 50;
    }
}
