package io.millrace.aggregation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serde;

/**
 * How many distinct values there were: exact up to 256, estimated from there on with a relative standard error of 1.2 %.
 *
 * <p>Takes 8 bytes for each distinct value up to 256 of them, and 4 KiB for any number above. Immutable.
 */
public final class DistinctCount {

    static final int MOST_EXACT = 256;
    static final DistinctCount NONE = new DistinctCount(new long[0], new byte[0]);
    static final Serde<DistinctCount> SERDE = new Stored();

    private final long[] sortedHashes;
    private final byte[] registers;

    /** One of the two is empty: {@code sortedHashes} are all there were, {@code registers} is the sketch of more. */
    private DistinctCount(long[] sortedHashes, byte[] registers) {
        this.sortedHashes = sortedHashes;
        this.registers = registers;
    }

    /** Returns the number, estimated unless {@link #isExact}. */
    public long value() {
        return isExact() ? sortedHashes.length : Math.round(Sketch.estimate(registers));
    }

    public boolean isExact() {
        return registers.length == 0;
    }

    DistinctCount plus(long hash) {
        return isExact() ? plusExact(hash) : plusEstimated(hash);
    }

    /** Returns how many distinct values there were in this and in {@code other}. */
    DistinctCount plus(DistinctCount other) {
        if (!isExact() && !other.isExact()) {
            return new DistinctCount(new long[0], Sketch.merged(registers, other.registers));
        }
        DistinctCount sum = other.isExact() ? this : other;
        for (long hash : (other.isExact() ? other : this).sortedHashes) {
            sum = sum.plus(hash);
        }
        return sum;
    }

    private DistinctCount plusExact(long hash) {
        int found = Arrays.binarySearch(sortedHashes, hash);
        if (found >= 0) {
            return this;
        }
        int place = -found - 1;
        long[] hashes = new long[sortedHashes.length + 1];
        System.arraycopy(sortedHashes, 0, hashes, 0, place);
        hashes[place] = hash;
        System.arraycopy(sortedHashes, place, hashes, place + 1, sortedHashes.length - place);
        return hashes.length <= MOST_EXACT
                ? new DistinctCount(hashes, new byte[0])
                : new DistinctCount(new long[0], Sketch.of(hashes));
    }

    private DistinctCount plusEstimated(long hash) {
        byte[] changed = Sketch.plus(registers, hash);
        return Arrays.equals(changed, registers) ? this : new DistinctCount(sortedHashes, changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctCount count
                && Arrays.equals(sortedHashes, count.sortedHashes)
                && Arrays.equals(registers, count.registers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sortedHashes) + Arrays.hashCode(registers);
    }

    @Override
    public String toString() {
        return "DistinctCount[value=" + value() + "]";
    }

    /** The number of hashes and these, or {@link #ESTIMATED} and the registers. */
    private static final class Stored extends AggregateSerde<DistinctCount> {

        private static final short ESTIMATED = -1;

        Stored() {
            super("DistinctCount", 0x41);
        }

        @Override
        ByteBuffer write(String topic, DistinctCount aggregate) {
            if (!aggregate.isExact()) {
                return begin(Short.BYTES + Sketch.REGISTERS).putShort(ESTIMATED).put(aggregate.registers);
            }
            long[] hashes = aggregate.sortedHashes;
            ByteBuffer bytes = begin(Short.BYTES + hashes.length * Long.BYTES).putShort((short) hashes.length);
            for (long hash : hashes) {
                bytes.putLong(hash);
            }
            return bytes;
        }

        @Override
        DistinctCount read(String topic, ByteBuffer bytes) {
            short count = bytes.getShort();
            if (count == ESTIMATED) {
                byte[] registers = new byte[Sketch.REGISTERS];
                bytes.get(registers);
                return new DistinctCount(new long[0], registers);
            }
            long[] hashes = new long[count];
            for (int i = 0; i < count; i++) {
                hashes[i] = bytes.getLong();
            }
            return new DistinctCount(hashes, new byte[0]);
        }
    }
}
