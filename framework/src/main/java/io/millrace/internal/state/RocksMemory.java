package io.millrace.internal.state;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that all databases of a run share: what they have read and what they have not written to files yet, bounded
 * together.
 *
 * <p>To be closed after the databases. Thread-safe.
 */
final class RocksMemory implements AutoCloseable {

    private static final double BITS_FOR_EACH_KEY = 10;
    private static final long LARGEST_BUFFER = 16L * 1024 * 1024;

    /** Small, since each of many databases has at least one, and all of them count. */
    private static final long ARENA_BLOCK = 64L * 1024;

    private final Cache cache;
    private final WriteBufferManager buffers;
    private final Filter filter = new BloomFilter(BITS_FOR_EACH_KEY);
    private final long bufferSize;

    RocksMemory(long bytes) {
        this.cache = new LRUCache(bytes);
        this.buffers = new WriteBufferManager(bytes / 2, cache);
        this.bufferSize = Math.min(LARGEST_BUFFER, bytes / 4);
    }

    /** Returns the options for one database, to be closed after it. */
    Options options() {
        return new Options()
                .setCreateIfMissing(true)
                .setWriteBufferManager(buffers)
                .setWriteBufferSize(bufferSize)
                .setArenaBlockSize(ARENA_BLOCK)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(filter))
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0);
    }

    @Override
    public void close() {
        buffers.close();
        cache.close();
        filter.close();
    }
}
