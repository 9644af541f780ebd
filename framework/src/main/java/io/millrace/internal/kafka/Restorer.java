package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.StorePlan;
import io.millrace.internal.stage.Worker;
import io.millrace.internal.state.StateStores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Deals the shards that are to be restored or kept warm out to the restore workers, and those whose state is to be closed.
 *
 * <p>Confined to the source worker; what is public, to the thread that builds the run.
 */
public final class Restorer implements StandbyShards {

    private final Changelogs changelogs;
    private final StateStores stores;
    private final List<RestoreWorker> workers;
    private final Runnable onClose;
    private final Queue<RestoredShard> restored;
    private final Map<Shard, Place> places = new HashMap<>();
    private final Map<ShardKey, Shard> warm = new HashMap<>();
    private Set<ShardKey> wanted = Set.of();
    private Set<ShardKey> owned = Set.of();
    private boolean changed;

    /**
     * @param restored where the workers put what they have restored
     * @param onClose closes what the workers share
     */
    Restorer(
            Changelogs changelogs,
            StateStores stores,
            List<RestoreWorker> workers,
            Queue<RestoredShard> restored,
            Runnable onClose) {
        this.changelogs = changelogs;
        this.stores = stores;
        this.workers = List.copyOf(workers);
        this.restored = restored;
        this.onClose = onClose;
    }

    /** Which worker has a shard, and how far it is. */
    private record Place(RestoreWorker worker, List<RestoreMeter> meters) {}

    /** Returns the workers, each to be run by a thread of its own. */
    public List<Worker> workers() {
        return List.copyOf(workers);
    }

    /** Closes what the workers share, after them. */
    public void close() {
        onClose.run();
    }

    /** Begins to restore a new period of {@code key}, from a warm copy if there is one. */
    Shard begin(ShardKey key, Set<TopicPartition> inputs) {
        Shard known = warm.remove(key);
        Shard shard = known == null ? load(key) : known;
        place(shard).worker().restore(shard, place(shard).meters(), inputs);
        return shard;
    }

    /** Begins to find where {@code partition} begins, which has no state; the shard stands for the period in which it is ours. */
    Shard find(TopicPartition partition) {
        Shard shard = new Shard(partition.topic(), partition.partition());
        Place place = new Place(leastBusy(), List.of());
        places.put(shard, place);
        place.worker().find(shard, partition);
        return shard;
    }

    /** Returns how far {@code shard} is, store by store. */
    List<RestoreMeter> meters(Shard shard) {
        return place(shard).meters();
    }

    /** Gives up a shard that was begun and not taken. */
    void cancel(Shard shard) {
        Place place = places.remove(shard);
        if (place != null) {
            place.worker().drop(shard);
        }
    }

    /** Has the state of {@code shard}, which is used no more, closed by one of the workers. */
    void closeState(Shard shard) {
        workers.get(shard.partition() % workers.size()).drop(shard);
    }

    /** Returns a shard that is restored and has not been cancelled; it is the caller's from now on. */
    Optional<RestoredShard> take() {
        for (RestoredShard next = restored.poll(); next != null; next = restored.poll()) {
            if (places.remove(next.shard()) != null) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    @Override
    public void standby(Set<ShardKey> shards) {
        wanted = Set.copyOf(shards);
        changed = true;
    }

    @Override
    public void elsewhere(Instances instances) {
        stores.flowing().setElsewhere(instances.byGroup());
    }

    @Override
    public Holdings held() {
        Set<ShardKey> copies = new HashSet<>();
        Set<ShardKey> parts = new HashSet<>();
        stores.onDisk().forEach((group, numbers) -> numbers.forEach(number -> parts.add(new ShardKey(group, number))));
        warm.forEach((key, shard) -> (isComplete(shard) ? copies : parts).add(key));
        return Holdings.copies(copies).withParts(parts);
    }

    /** Returns whether all copies that are to be kept here are complete, or can't be. */
    boolean areCopiesSettled() {
        return copies().stream()
                .allMatch(key -> warm.containsKey(key)
                        && meters(Objects.requireNonNull(warm.get(key))).stream()
                                .allMatch(RestoreMeter::isSettled));
    }

    private boolean isComplete(Shard shard) {
        return meters(shard).stream().allMatch(RestoreMeter::isComplete);
    }

    /** Notes which shards this instance owns, so that it keeps no other copies of them, and which of them flow. */
    void own(Set<ShardKey> shards, Collection<Shard> flowing) {
        owned = Set.copyOf(shards);
        changed = true;
        stores.flowing()
                .set(
                        flowing,
                        shards.stream()
                                .map(key -> new Shard(key.group(), key.partition()))
                                .toList());
    }

    /** Begins and drops copies as it was told meanwhile. */
    void keepWarm() {
        if (changed) {
            changed = false;
            Set<ShardKey> keys = copies();
            Set<ShardKey> unwanted = new HashSet<>(warm.keySet());
            unwanted.removeAll(keys);
            unwanted.forEach(key -> Optional.ofNullable(warm.remove(key)).ifPresent(this::cancel));
            keys.forEach(key -> warm.computeIfAbsent(key, this::load));
        }
    }

    /** Returns what is to be kept here beside what is owned. */
    private Set<ShardKey> copies() {
        Set<ShardKey> keys = new HashSet<>(wanted);
        keys.removeAll(owned);
        return keys;
    }

    private Shard load(ShardKey key) {
        Shard shard = new Shard(key.group(), key.partition());
        List<RestoreMeter> meters = changelogs.loggedStores().stream()
                .filter(store -> store.group().equals(key.group()))
                .map(StorePlan::name)
                .map(RestoreMeter::new)
                .toList();
        Place place = new Place(leastBusy(), meters);
        places.put(shard, place);
        place.worker().load(shard, meters);
        return shard;
    }

    private RestoreWorker leastBusy() {
        List<RestoreWorker> busy = new ArrayList<>();
        places.values().forEach(place -> busy.add(place.worker()));
        return workers.stream()
                .min(Comparator.comparingLong(
                        worker -> busy.stream().filter(worker::equals).count()))
                .orElseThrow(() -> new IllegalStateException("A topology with state has restore workers"));
    }

    private Place place(Shard shard) {
        Place place = places.get(shard);
        if (place == null) {
            throw new IllegalStateException("Shard %s is not being restored".formatted(shard));
        }
        return place;
    }
}
