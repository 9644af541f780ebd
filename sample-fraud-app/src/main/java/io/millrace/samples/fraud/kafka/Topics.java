package io.millrace.samples.fraud.kafka;

/** The names of the topics. */
public final class Topics {
    public static final String PAYMENTS = "payments";
    public static final String MERCHANTS = "merchants";
    public static final String ALERTS = "alerts";

    private Topics() {}
}
