package io.millrace.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The state of one key: a {@link Fold} for each input topic, since the order of records from different topics is anybody's.
 * Immutable.
 */
record Folds(SortedMap<String, Fold> byTopic) {

    static final Folds EMPTY = new Folds(new TreeMap<>());

    Folds {
        byTopic = Collections.unmodifiableSortedMap(byTopic);
    }

    Folds plus(Payload payload) {
        SortedMap<String, Fold> next = new TreeMap<>(byTopic);
        next.put(payload.topic(), of(payload.topic()).plus(payload.sequence()));
        return new Folds(next);
    }

    Fold of(String topic) {
        return byTopic.getOrDefault(topic, Fold.EMPTY);
    }

    /** Returns whether every fold is that of an unbroken sequence from 1 on. */
    boolean isWhole() {
        return byTopic.values().stream().allMatch(fold -> fold.equals(Fold.of(fold.last())));
    }

    static Serde<Folds> serde() {
        return Serdes.serdeFrom(
                (topic, folds) -> folds.toString().getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    static Folds parse(String text) {
        SortedMap<String, Fold> byTopic = new TreeMap<>();
        for (String part : text.split(";", 0)) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                byTopic.put(part.substring(0, colon), Fold.parse(part.substring(colon + 1)));
            }
        }
        return new Folds(byTopic);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byTopic.forEach((topic, fold) ->
                text.append(text.isEmpty() ? "" : ";").append(topic).append(':').append(fold));
        return text.toString();
    }
}
