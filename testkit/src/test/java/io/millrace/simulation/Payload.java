package io.millrace.simulation;

/** What an input record holds: its topic and its place in the sequence of its key there. Immutable. */
record Payload(String topic, long sequence) {

    /** Reads the payload at the beginning of {@code value}, behind which stores have added what they hold. */
    static Payload of(String value) {
        int end = value.indexOf('|');
        int colon = value.indexOf(':');
        return new Payload(
                value.substring(0, colon), Long.parseLong(value.substring(colon + 1, end < 0 ? value.length() : end)));
    }

    @Override
    public String toString() {
        return topic + ":" + sequence;
    }
}
