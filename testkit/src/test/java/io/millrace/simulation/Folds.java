package io.millrace.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The state of one key: how many records it has taken in, what the stamps of stores before add up to, and a {@link Fold} for each
 * lineage, since the order of records of different ones is anybody's. Immutable.
 */
record Folds(long count, long stamps, SortedMap<String, Fold> byLineage) {

    static final Folds EMPTY = new Folds(0, 0, new TreeMap<>());

    Folds {
        byLineage = Collections.unmodifiableSortedMap(byLineage);
    }

    /** Takes in the record whose value is {@code value}. */
    Folds plus(String value) {
        Payload payload = Payload.of(value);
        long weight = stamps;
        for (Stamp stamp : Stamp.in(value)) {
            weight += stamp.weight();
        }
        return plus(payload, weight);
    }

    /** Takes in a record without stamps. */
    Folds plus(Payload payload) {
        return plus(payload, stamps);
    }

    Fold of(String lineage) {
        return byLineage.getOrDefault(lineage, Fold.EMPTY);
    }

    /** Returns {@code value}, which was taken in last, with the stamp of the store of this state. */
    String stamped(String value, String store, String key) {
        Fold fold = of(Payload.of(value).lineage());
        return value + Stamp.SEPARATOR + new Stamp(Stamp.place(store, key), count, fold);
    }

    private Folds plus(Payload payload, long newStamps) {
        SortedMap<String, Fold> next = new TreeMap<>(byLineage);
        next.put(payload.lineage(), of(payload.lineage()).plus(payload.place()));
        return new Folds(count + 1, newStamps, next);
    }

    static Serde<Folds> serde() {
        return Serdes.serdeFrom(
                (topic, folds) -> folds.toString().getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    static Folds parse(String text) {
        String[] parts = text.split(";", -1);
        SortedMap<String, Fold> byLineage = new TreeMap<>();
        for (int part = 2; part < parts.length; part++) {
            int colon = parts[part].indexOf(':');
            byLineage.put(parts[part].substring(0, colon), Fold.parse(parts[part].substring(colon + 1)));
        }
        return new Folds(Long.parseLong(parts[0]), Long.parseLong(parts[1]), byLineage);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(count).append(';').append(stamps);
        byLineage.forEach(
                (lineage, fold) -> text.append(';').append(lineage).append(':').append(fold));
        return text.toString();
    }
}
