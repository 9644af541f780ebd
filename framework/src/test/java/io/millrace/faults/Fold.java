package io.millrace.faults;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The state of one key, which shows every record that was lost, doubled or out of order: how many there were, their sum, the
 * last, and a hash of all in their order. Immutable.
 */
record Fold(long count, long sum, long last, long hash) {

    static final Fold EMPTY = new Fold(0, 0, 0, 0);

    /** Returns the state after the sequence 1 to {@code last}. */
    static Fold of(long last) {
        Fold fold = EMPTY;
        for (long sequence = 1; sequence <= last; sequence++) {
            fold = fold.plus(sequence);
        }
        return fold;
    }

    Fold plus(long sequence) {
        return new Fold(count + 1, sum + sequence, sequence, 31 * hash + sequence);
    }

    static Fold parse(String text) {
        String[] parts = text.split(" ", 5);
        return new Fold(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    /** Returns a serde of texts that are filled up to {@code paddedTo} bytes with what can't be compressed. */
    static Serde<Fold> serde(int paddedTo) {
        Serializer<Fold> serializer = (topic, fold) -> {
            byte[] text = (fold + " ").getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = new byte[Math.max(text.length, paddedTo)];
            new Random(fold.hash()).nextBytes(bytes);
            System.arraycopy(text, 0, bytes, 0, text.length);
            return bytes;
        };
        Deserializer<Fold> deserializer = (topic, bytes) -> parse(new String(bytes, StandardCharsets.ISO_8859_1));
        return Serdes.serdeFrom(serializer, deserializer);
    }

    @Override
    public String toString() {
        return count + " " + sum + " " + last + " " + hash;
    }
}
