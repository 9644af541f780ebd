package io.millrace.samples.features.kafka;

/** The names of the topics. */
public final class Topics {
    public static final String EVENTS = "events";
    public static final String USER_FEATURES = "user-features";
    public static final String ITEM_POPULARITY = "item-popularity";

    private Topics() {}
}
