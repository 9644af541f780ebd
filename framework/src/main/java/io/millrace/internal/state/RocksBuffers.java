package io.millrace.internal.state;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.FlushOptions;

/**
 * What the databases of a run hold that is not in files yet. RocksDB by itself has only the writing one of them give up memory,
 * which may have next to none.
 *
 * <p>Thread-safe.
 */
final class RocksBuffers {

    private static final String UNFLUSHED = "rocksdb.cur-size-active-mem-table";
    private static final String ALL = "rocksdb.cur-size-all-mem-tables";

    private final long leastRoom;
    private final long leastHeld;
    private final Set<RocksFiles> databases = ConcurrentHashMap.newKeySet();

    /**
     * @param leastRoom how many bytes are to be on their way to files if there is no room
     * @param leastHeld from how many bytes on it is worth a file
     */
    RocksBuffers(long leastRoom, long leastHeld) {
        this.leastRoom = leastRoom;
        this.leastHeld = leastHeld;
    }

    /** {@code database} takes memory from now on. */
    void add(RocksFiles database) {
        databases.add(database);
    }

    /** {@code database} takes no memory any more. */
    void remove(RocksFiles database) {
        databases.remove(database);
    }

    /** Has those databases that hold most put it into files, unless others do already; does not wait for it. */
    void makeRoom() {
        long room = databases.stream().mapToLong(RocksBuffers::flushing).sum();
        List<Held> held = databases.stream()
                .map(database -> new Held(database, size(database, UNFLUSHED)))
                .filter(each -> each.bytes() >= leastHeld)
                .sorted(Comparator.comparingLong(Held::bytes).reversed())
                .toList();
        for (Held each : held) {
            if (room >= leastRoom) {
                return;
            }
            flush(each.database());
            room += each.bytes();
        }
    }

    private record Held(RocksFiles database, long bytes) {}

    private static long flushing(RocksFiles database) {
        return size(database, ALL) - size(database, UNFLUSHED);
    }

    private static long size(RocksFiles database, String property) {
        return database.tryUse(open -> open.getLongProperty(property), 0L);
    }

    private static void flush(RocksFiles database) {
        database.tryUse(
                open -> {
                    try (FlushOptions how =
                            new FlushOptions().setWaitForFlush(false).setAllowWriteStall(true)) {
                        open.flush(how);
                    }
                    return true;
                },
                false);
    }
}
