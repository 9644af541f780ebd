package io.millrace.internal.kafka;

import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the state of some shards, with one consumer: of those that are being restored, and of those that are kept warm. Also
 * finds where partitions without state begin, and closes state, which like loading may wait for files.
 *
 * <p>Its thread sleeps in Kafka's poll while it reads, and in the engine otherwise. The methods that give it something to do may
 * be called by any thread and return at once; the rest is confined to its own.
 */
final class RestoreWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreWorker.class);

    private final String name;
    private final RestoreParts parts;
    private final ChangelogReader reader;
    private final AbandonedTransactions abandoned;
    private final WakeUp thread;
    private final Consumer<RestoredShard> onRestored;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<Shard, ShardLoad> loads = new HashMap<>();
    private final Map<Shard, Restore> restores = new HashMap<>();

    /**
     * @param ownId the transactional id of this run
     * @param thread wakes the thread while the worker does not read
     * @param onRestored takes each shard that may flow
     */
    RestoreWorker(
            String name,
            RestoreParts parts,
            ChangelogReader reader,
            String ownId,
            WakeUp thread,
            Consumer<RestoredShard> onRestored) {
        this.name = name;
        this.parts = parts.wokenBy(this::wakeUp);
        this.reader = reader;
        this.abandoned = new AbandonedTransactions(this.parts, ownId);
        this.thread = thread;
        this.onRestored = onRestored;
    }

    @Override
    public String name() {
        return name;
    }

    /** Loads {@code shard} and follows its changelogs until it is restored or dropped, or turns out to be unreadable. */
    void load(Shard shard, List<RestoreMeter> meters) {
        command(() -> loads.put(shard, new ShardLoad(shard, parts, reader, meters)));
    }

    /** Completes the load of {@code shard}, whose inputs are ours now, and lets go of it; loads it anew if it was given up. */
    void restore(Shard shard, List<RestoreMeter> meters, Set<TopicPartition> inputs) {
        command(() -> {
            ShardLoad load = loads.computeIfAbsent(shard, any -> new ShardLoad(shard, parts, reader, meters));
            restores.put(shard, new ShardRestore(parts, load, inputs));
        });
    }

    /** Finds where {@code partition} begins, which has no state; {@code shard} stands for the period in which it is ours. */
    void find(Shard shard, TopicPartition partition) {
        command(() -> restores.put(shard, new StartSearch(parts, shard, partition)));
    }

    /** Gives {@code shard} up and closes its state; also if it was restored, by whichever worker, and nobody uses it any more. */
    void drop(Shard shard) {
        command(() -> {
            restores.remove(shard);
            ShardLoad load = loads.remove(shard);
            if (load != null) {
                load.stop();
            }
            parts.stores().close(shard);
        });
    }

    @Override
    public int doWork() {
        int work = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            work++;
        }
        long now = parts.time().nanoTime();
        loads.values().forEach(load -> load.advance(now));
        for (Restore restore : List.copyOf(restores.values())) {
            work += restore.advance(now)
                    .map(restored -> release(restored, restore, now))
                    .orElse(0);
        }
        abandoned.advance(now);
        if (reader.isReading()) {
            reader.poll(work == 0);
            work++; // it has slept in the poll, if there was nothing
            List.copyOf(loads.values()).forEach(load -> load.obstacle().ifPresent(why -> giveUp(load, why)));
        }
        return work;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** What is ours can't do without its state; a copy that another instance's version has written may stay behind. */
    private void giveUp(ShardLoad load, UnreadableChangelogException why) {
        Shard shard = load.shard();
        if (restores.containsKey(shard)) {
            throw why;
        }
        LOG.atWarn()
                .addKeyValue("millrace.topology", parts.topology())
                .log("Topology '{}': gives up its copy of shard {}. {}", parts.topology(), shard, why.getMessage());
        load.stop();
        loads.remove(shard);
        parts.stores().close(shard);
    }

    private int release(RestoredShard restored, Restore restore, long now) {
        abandoned.tookOver(restore.committed(), now);
        restores.remove(restored.shard());
        loads.remove(restored.shard());
        onRestored.accept(restored);
        return 1;
    }

    private void command(Runnable command) {
        commands.add(command);
        wakeUp();
    }

    private void wakeUp() {
        reader.wakeUp();
        thread.wakeUp();
    }
}
