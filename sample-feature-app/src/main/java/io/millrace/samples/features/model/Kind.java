package io.millrace.samples.features.model;

/** What somebody did with an item. The order is part of the stored form: add at the end. */
public enum Kind {
    VIEW,
    CART,
    PURCHASE
}
