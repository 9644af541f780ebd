package io.millrace.simulation;

/**
 * What a record is: where it comes from, and its place among those that come from there. It is at the beginning of a value;
 * stores add their {@link Stamp}s behind it. Immutable.
 *
 * @param lineage the input topic, the record's key there, and each key that it has been given since: records of one lineage keep
 *     their order from end to end
 * @param place grows from record to record of a lineage
 */
record Payload(String lineage, long place) {

    /** Returns the payload of an input record: the {@code sequence}th of {@code key} in {@code topic}. */
    static Payload ofInput(String topic, String key, long sequence) {
        return new Payload(topic + "@" + key, sequence);
    }

    /** Reads the payload at the beginning of {@code value}. */
    static Payload of(String value) {
        int colon = value.indexOf(':');
        int end = value.indexOf(Stamp.SEPARATOR);
        return new Payload(
                value.substring(0, colon), Long.parseLong(value.substring(colon + 1, end < 0 ? value.length() : end)));
    }

    /** Returns the key that the record had in the input. */
    String inputKey() {
        String[] parts = lineage.split("[@>']", -1);
        return parts[1];
    }

    /** Returns the same record once it has taken a turn. */
    Payload via(String turn) {
        return new Payload(lineage + turn, place);
    }

    /** Returns a number that looks like chance, but is the same for each record of this payload. */
    int chance(int bound) {
        return (int) Math.floorMod(Mixed.of(lineage.hashCode() * 31L + place), (long) bound);
    }

    @Override
    public String toString() {
        return lineage + ":" + place;
    }
}
