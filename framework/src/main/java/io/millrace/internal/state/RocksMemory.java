package io.millrace.internal.state;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that all databases of a run share: what they have read, with the indexes and filters of their files, and what
 * they have not written to files yet. All of it is taken from one cache.
 *
 * <p>Once the half that is for writing is full, whoever writes next is refused and has to make room by {@link #buffers()}. The
 * cache goes beyond its bound only by what readers look at in one moment; if it refused them, reading would fail.
 *
 * <p>To be closed after the databases. Thread-safe.
 */
final class RocksMemory implements AutoCloseable {

    private static final double BITS_FOR_EACH_KEY = 10;
    private static final long LARGEST_BUFFER = 16L * 1024 * 1024;

    /** Small, since each of many databases has one that is nearly empty, and all of them count as full. */
    private static final long ARENA_BLOCK = 16L * 1024;

    /** Indexes and filters come in blocks of this size, so that no reader needs much at once. */
    private static final int METADATA_BLOCK = 4 * 1024;

    /** In one piece the cache is as large as it is said to be; of several each has its own bound, and the fullest counts. */
    private static final int IN_ONE_PIECE = 0;

    private static final boolean REFUSE_WHEN_FULL = true;

    private final Cache cache;
    private final WriteBufferManager bufferLimit;
    private final Filter filter = new BloomFilter(BITS_FOR_EACH_KEY);
    private final long bufferSize;
    private final RocksBuffers buffers;

    RocksMemory(long bytes) {
        this.cache = new LRUCache(bytes, IN_ONE_PIECE);
        this.bufferLimit = new WriteBufferManager(bytes / 2, cache, REFUSE_WHEN_FULL);
        this.bufferSize = Math.min(LARGEST_BUFFER, bytes / 4);
        this.buffers = new RocksBuffers(bytes / 8, ARENA_BLOCK);
    }

    /** Returns the options for one database, to be closed after it. */
    Options options() {
        return new Options()
                .setCreateIfMissing(true)
                .setWriteBufferManager(bufferLimit)
                .setWriteBufferSize(bufferSize)
                .setArenaBlockSize(ARENA_BLOCK)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setMetadataBlockSize(METADATA_BLOCK)
                        .setFilterPolicy(filter))
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0);
    }

    /** Returns what the databases hold for writing. */
    RocksBuffers buffers() {
        return buffers;
    }

    @Override
    public void close() {
        bufferLimit.close();
        cache.close();
        filter.close();
    }
}
