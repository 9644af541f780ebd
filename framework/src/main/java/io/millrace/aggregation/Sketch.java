package io.millrace.aggregation;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Hashes values and estimates how many distinct hashes there were (UltraLogLog, Ertl 2024). The only user of hash4j, which is
 * loaded with this class.
 *
 * <p>Registers are values: none that was returned is changed. Thread-safe.
 */
final class Sketch {

    /** 4,096 registers of a byte each: a relative standard error of 1.2 %. */
    private static final int PRECISION = 12;

    static final int REGISTERS = 1 << PRECISION;

    /** Its hashes are in stored sketches: another one needs another form of {@link DistinctCount}. */
    private static final Hasher64 HASHER = Hashing.komihash5_0();

    private Sketch() {}

    static long hash(byte[] bytes) {
        return HASHER.hashBytesToLong(bytes);
    }

    static long hash(String text) {
        return HASHER.hashCharsToLong(text);
    }

    static long hash(long number) {
        return HASHER.hashLongLongToLong(number, 0);
    }

    /** Returns the registers of {@code hashes}. */
    static byte[] of(long[] hashes) {
        UltraLogLog sketch = UltraLogLog.create(PRECISION);
        for (long hash : hashes) {
            sketch.add(hash);
        }
        return sketch.getState();
    }

    /** Returns registers that know {@code hash} too. */
    static byte[] plus(byte[] registers, long hash) {
        return UltraLogLog.wrap(registers.clone()).add(hash).getState();
    }

    /** Returns registers that know all hashes that either knows. */
    static byte[] merged(byte[] registers, byte[] others) {
        return UltraLogLog.wrap(registers.clone()).add(UltraLogLog.wrap(others)).getState();
    }

    static double estimate(byte[] registers) {
        return UltraLogLog.wrap(registers).getDistinctCountEstimate();
    }
}
