package io.millrace.aggregation;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/**
 * A sum of doubles that stays exact to the last digits however many are added (Neumaier's variant of Kahan's summation).
 *
 * <p>As in all arithmetic of doubles, what is NaN or infinite once stays so. Immutable.
 *
 * @param sum the sum with the rounding errors of plain addition
 * @param compensation what rounding has taken from it
 */
public record DoubleSum(double sum, double compensation) {

    static final Serde<DoubleSum> SERDE = new Stored();

    /** Returns the sum of {@code number} alone. */
    public static DoubleSum of(double number) {
        return new DoubleSum(number, 0);
    }

    public DoubleSum plus(double number) {
        double total = sum + number;
        if (!Double.isFinite(total)) {
            return of(total);
        }
        double lost = Math.abs(sum) >= Math.abs(number) ? (sum - total) + number : (number - total) + sum;
        return new DoubleSum(total, compensation + lost);
    }

    /** Returns the sum of all numbers in both. */
    public DoubleSum plus(DoubleSum other) {
        DoubleSum total = plus(other.sum);
        return new DoubleSum(total.sum, total.compensation + other.compensation);
    }

    public double value() {
        return sum + compensation;
    }

    void write(ByteBuffer bytes) {
        bytes.putDouble(sum).putDouble(compensation);
    }

    static DoubleSum read(ByteBuffer bytes) {
        return new DoubleSum(bytes.getDouble(), bytes.getDouble());
    }

    /** 16 bytes: sum and compensation. */
    private static final class Stored extends AggregateSerde<DoubleSum> {
        static final int LENGTH = 2 * Double.BYTES;

        Stored() {
            super("DoubleSum", 0x11);
        }

        @Override
        ByteBuffer write(String topic, DoubleSum aggregate) {
            ByteBuffer bytes = begin(LENGTH);
            aggregate.write(bytes);
            return bytes;
        }

        @Override
        DoubleSum read(String topic, ByteBuffer bytes) {
            return DoubleSum.read(bytes);
        }
    }
}
