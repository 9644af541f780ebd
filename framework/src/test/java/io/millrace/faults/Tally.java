package io.millrace.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The state of one new key: how many payments there were, their sum, and the last of each channel that they come by, in which
 * their sequences grow by the same step each time. What is lost, doubled or out of order breaks that, or the count.
 *
 * <p>All but the latest payment is the same in whatever order the channels come.
 */
final class Tally {

    private final Payment latest;
    private final long count;
    private final long sum;
    private final long breaks;
    private final long[] lasts;

    private Tally(Payment latest, long count, long sum, long breaks, long[] lasts) {
        this.latest = latest;
        this.count = count;
        this.sum = sum;
        this.breaks = breaks;
        this.lasts = lasts;
    }

    static Tally ofChannels(int channels) {
        return new Tally(new Payment(0, 0), 0, 0, 0, new long[channels]);
    }

    /** Adds a payment that came by {@code channel}, where the sequence before was lower by {@code step}. */
    Tally plus(Payment payment, int channel, int step) {
        long last = lasts[channel];
        boolean next = last == 0 ? payment.sequence() <= step : payment.sequence() == last + step;
        long[] newLasts = lasts.clone();
        newLasts[channel] = payment.sequence();
        return new Tally(payment, count + 1, sum + payment.sequence(), breaks + (next ? 0 : 1), newLasts);
    }

    Payment latest() {
        return latest;
    }

    long count() {
        return count;
    }

    long sum() {
        return sum;
    }

    /** Returns all but the latest payment as text. */
    String content() {
        return "%d %d %d %s"
                .formatted(
                        count,
                        sum,
                        breaks,
                        Arrays.stream(lasts).mapToObj(String::valueOf).collect(Collectors.joining(",")));
    }

    static Tally parse(String text) {
        String[] halves = text.split(": ", 2);
        String[] parts = halves[1].split(" ", 4);
        return new Tally(
                Payment.parse(halves[0]),
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Arrays.stream(parts[3].split(",")).mapToLong(Long::parseLong).toArray());
    }

    static Serde<Tally> serde() {
        return Serdes.serdeFrom(
                (topic, tally) -> tally.toString().getBytes(StandardCharsets.ISO_8859_1),
                (topic, bytes) -> parse(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public String toString() {
        return latest + ": " + content();
    }
}
