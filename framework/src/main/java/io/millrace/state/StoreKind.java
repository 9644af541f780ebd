package io.millrace.state;

/** What a store looks like to the code that uses it. */
public enum StoreKind {

    /** A {@link KeyValueStore}: any keys, shared by all records of an input partition. */
    KEY_VALUE,

    /** A {@link ValueState}, or the result of an aggregation: one value for each record key. */
    VALUE,

    /** A {@link ListState}. */
    LIST,

    /** A {@link MapState}. */
    MAP,

    /** A {@link TimerState}. */
    TIMERS;

    /** Returns whether all its entries belong to the key of the record in hand, so that keys can be spread over workers. */
    public boolean isByRecordKey() {
        return this != KEY_VALUE;
    }
}
