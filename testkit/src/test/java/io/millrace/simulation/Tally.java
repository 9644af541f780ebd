package io.millrace.simulation;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** An aggregate of a key, and the value that changed it last, with its stamp. Immutable. */
record Tally(Folds folds, String value) {

    static final Tally EMPTY = new Tally(Folds.EMPTY, "");

    private static final char SEPARATOR = '#';

    Tally plus(String store, String key, String newValue) {
        Folds next = folds.plus(newValue);
        return new Tally(next, next.stamped(newValue, store, key));
    }

    static Serde<Tally> serde() {
        return Serdes.serdeFrom(
                (topic, tally) -> tally.toString().getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static Tally parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        return new Tally(Folds.parse(text.substring(0, separator)), text.substring(separator + 1));
    }

    /** Returns the folds in the stored form of a tally, or of folds alone. */
    static Folds folds(String text) {
        int separator = text.indexOf(SEPARATOR);
        return Folds.parse(separator < 0 ? text : text.substring(0, separator));
    }

    @Override
    public String toString() {
        return folds + "" + SEPARATOR + value;
    }
}
