package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which shards are this instance's, as the consumer group's word is: those whose records flow, and those that are restored. Thread-safe;
 * the source worker writes.
 */
public final class FlowingShards {

    private volatile Owned owned = new Owned(Set.of(), Map.of());

    private volatile Map<String, Map<Integer, String>> elsewhere = Map.of();

    /** Names a shard over all its periods. */
    private record Name(String group, int number) {}

    /**
     * What is owned at a time.
     *
     * @param flowing the periods that flow
     */
    private record Owned(Set<Name> all, Map<Name, Shard> flowing) {}

    /** From now on, {@code restoring} are assigned and {@code flowing} flow; all others are not ours. */
    public void set(Collection<Shard> flowing, Collection<Shard> restoring) {
        Map<Name, Shard> byName =
                flowing.stream().collect(Collectors.toUnmodifiableMap(FlowingShards::name, Function.identity()));
        Set<Name> all = new HashSet<>(byName.keySet());
        restoring.forEach(shard -> all.add(name(shard)));
        owned = new Owned(Set.copyOf(all), byName);
    }

    /** From now on, other instances have what {@code instances} says, by group and number. */
    public void setElsewhere(Map<String, Map<Integer, String>> instances) {
        elsewhere = Map.copyOf(instances);
    }

    /** Returns which other instance has shard {@code number} of {@code group}, if that is known. */
    public Optional<String> instanceOf(String group, int number) {
        return Optional.ofNullable(elsewhere.getOrDefault(group, Map.of()).get(number));
    }

    /** Returns the present period of shard {@code number} of {@code group}; null if it does not flow. */
    public @Nullable Shard of(String group, int number) {
        return owned.flowing().get(new Name(group, number));
    }

    /** Returns whether shard {@code number} of {@code group} is assigned to this instance, flowing or not. */
    public boolean isOwned(String group, int number) {
        return owned.all().contains(new Name(group, number));
    }

    /** Returns whether {@code shard} flows in this period. */
    public boolean has(Shard shard) {
        return owned.flowing().get(name(shard)) == shard;
    }

    private static Name name(Shard shard) {
        return new Name(shard.group(), shard.partition());
    }
}
