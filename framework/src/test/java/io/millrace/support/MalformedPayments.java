package io.millrace.support;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Payments as JSON of the form {@code {"id":7,"amount":12.5,"note":"x"}}, and bytes that are none, in seven ways. The reader is strict and
 * recursive, as those of libraries are without their limits.
 */
public final class MalformedPayments {

    private static final int DEEP = 60_000;

    private final Random random;

    public MalformedPayments(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the payment {@code id}, well-formed. */
    public static byte[] good(int id) {
        return utf8("{\"id\":%d,\"amount\":%d.5,\"note\":\"é\"}".formatted(id, id % 1_000));
    }

    /** Returns bytes that are no payment; null is a way of that, too. */
    public byte @Nullable [] next() {
        int way = random.nextInt(100);
        byte[] good = good(random.nextInt(1_000_000));
        if (way < 20) {
            return Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
        }
        if (way < 23) {
            return utf8("{\"id\":1,\"amount\":1.5,\"note\":" + "[".repeat(DEEP));
        }
        if (way < 40) {
            return utf8("{\"id\":%s,\"amount\":1.5,\"note\":\"\"}".formatted("9".repeat(20 + random.nextInt(300))));
        }
        if (way < 60) {
            return utf8("{\"id\":\"%d\",\"amount\":[],\"note\":7}".formatted(random.nextInt()));
        }
        if (way < 70) {
            return null;
        }
        if (way < 80) {
            return new byte[0];
        }
        byte[] invalid = good.clone();
        invalid[invalid.length - 3] = (byte) 0xC3;
        invalid[invalid.length - 4] = (byte) 0xFF;
        return invalid;
    }

    /** Returns a serde that reads the ids of payments. */
    public static Serde<Integer> ids() {
        Deserializer<Integer> reader = (topic, bytes) -> new Reader(text(bytes)).payment();
        return Serdes.serdeFrom((topic, id) -> utf8(String.valueOf(id)), reader);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new SerializationException("A payment is missing");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SerializationException(e);
        }
    }

    /** Reads one payment. */
    private static final class Reader {
        private final String text;
        private int next;

        Reader(String text) {
            this.text = text;
        }

        int payment() {
            take("{\"id\":");
            int id = Integer.parseInt(number());
            take(",\"amount\":");
            Double.parseDouble(number());
            take(",\"note\":");
            skipValue();
            take("}");
            if (next != text.length()) {
                throw new SerializationException("More than a payment");
            }
            return id;
        }

        private String number() {
            int start = next;
            while (next < text.length() && "0123456789.".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            return text.substring(start, next);
        }

        private void skipValue() {
            if (text.charAt(next) == '[') {
                next++;
                skipValue();
                take("]");
                return;
            }
            take("\"");
            next = text.indexOf('"', next);
            take("\"");
        }

        private void take(String expected) {
            if (next < 0 || !text.startsWith(expected, next)) {
                throw new SerializationException("No payment: '%s' is missing".formatted(expected));
            }
            next += expected.length();
        }
    }
}
