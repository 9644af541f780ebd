package io.millrace.simulation;

/**
 * A record of an input, or what has become of it once it has another key. Immutable.
 *
 * @param id the topic, and its place among all records there
 * @param timestamp milliseconds since the epoch
 */
record Event(String topic, String key, String id, long timestamp) {

    /** What the keys and ids of records begin with that only move the time on. */
    static final String MARK = "~";

    Event withKey(String newKey) {
        return new Event(topic, newKey, id, timestamp);
    }

    static boolean isMark(String key) {
        return key.startsWith(MARK);
    }
}
