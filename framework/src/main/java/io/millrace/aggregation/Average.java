package io.millrace.aggregation;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/**
 * The mean of numbers, with their count and sum. Immutable.
 *
 * @param count at least 1
 */
public record Average(long count, DoubleSum sum) {

    static final Serde<Average> SERDE = new Stored();

    public Average {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "An average of %d numbers: there is none of fewer than 1".formatted(count));
        }
    }

    /** Returns the average of {@code number} alone. */
    public static Average of(double number) {
        return new Average(1, DoubleSum.of(number));
    }

    public Average plus(double number) {
        return new Average(count + 1, sum.plus(number));
    }

    /** Returns the average of all numbers in both. */
    public Average plus(Average other) {
        return new Average(count + other.count, sum.plus(other.sum));
    }

    public double value() {
        return sum.value() / count;
    }

    /** 24 bytes: count, sum and its compensation. */
    private static final class Stored extends AggregateSerde<Average> {
        static final int LENGTH = Long.BYTES + 2 * Double.BYTES;

        Stored() {
            super("Average", 0x21);
        }

        @Override
        ByteBuffer write(String topic, Average aggregate) {
            ByteBuffer bytes = begin(LENGTH).putLong(aggregate.count);
            aggregate.sum.write(bytes);
            return bytes;
        }

        @Override
        Average read(String topic, ByteBuffer bytes) {
            return new Average(bytes.getLong(), DoubleSum.read(bytes));
        }
    }
}
