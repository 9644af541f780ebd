package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Point;
import io.millrace.simulation.SimulatedTopology.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What topologies have to make of their inputs, worked out from these alone. Confined to the simulation's thread. */
final class Recomputation {

    private final Map<String, List<Item>> inputs = new HashMap<>();
    private final Map<String, Map<String, Folds>> stores = new TreeMap<>();
    private final Map<String, Set<Fold>> foldsOnTheWay = new HashMap<>();

    /** Records of one key are in their order in {@code inputs}, which are the topics' records by topic. */
    Recomputation(Map<String, List<Item>> inputs, List<Store> stores) {
        this.inputs.putAll(inputs);
        stores.forEach(this::compute);
    }

    /** Returns all records that pass {@code point}, those of a lineage in order. */
    List<Item> at(Point point) {
        List<Item> items = new ArrayList<>();
        for (Way way : point.ways()) {
            Objects.requireNonNull(inputs.get(way.input())).forEach(input -> items.addAll(way.end(input)));
        }
        return items;
    }

    /** Returns the state of {@code store} by key, its stamps left out. */
    Map<String, Folds> of(String store) {
        return Objects.requireNonNull(stores.get(store));
    }

    /** Returns what the stamps of all records that pass {@code point} add up to. */
    long stamps(Point point) {
        long sum = 0;
        for (Map.Entry<String, Integer> stamp : point.stamps().entrySet()) {
            for (Map.Entry<String, Folds> key : of(stamp.getKey()).entrySet()) {
                String place = Stamp.place(stamp.getKey(), key.getKey());
                for (long number = 1; number <= key.getValue().count(); number++) {
                    sum += stamp.getValue() * Stamp.weight(place, number);
                }
            }
        }
        return sum;
    }

    /** Returns whether a store can have given this stamp. */
    boolean isPossible(Stamp stamp) {
        return foldsOnTheWay.getOrDefault(stamp.store(), Set.of()).contains(stamp.fold());
    }

    private void compute(Store store) {
        Map<String, Folds> byKey = new TreeMap<>();
        for (Item item : at(store.before())) {
            String key = Objects.requireNonNull(item.key(), "what has no key is not in a store");
            Folds folds = byKey.getOrDefault(key, Folds.EMPTY).plus(item.payload());
            byKey.put(key, folds);
            foldsOnTheWay
                    .computeIfAbsent(Stamp.place(store.name(), key), any -> new HashSet<>())
                    .add(folds.of(item.payload().lineage()));
        }
        stores.put(store.name(), byKey);
    }
}
