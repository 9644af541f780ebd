package io.millrace.internal.kafka;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of one partition were sent back: all before an offset, and some behind it, since a replay may leave some where
 * they are. It is committed as that offset, with the others in its metadata.
 *
 * <p>Confined to the replay.
 */
final class SentLetters {

    /** Kafka takes 4,096 bytes at most, unless it is told otherwise. */
    private static final int MOST_CHARACTERS = 4_000;

    private static final Pattern FORM = Pattern.compile("millrace;sent=([A-Za-z0-9_-]*)");

    private static final int DIGIT_BITS = 7;
    private static final int DIGIT = (1 << DIGIT_BITS) - 1;

    /** The end of each range of offsets, by its beginning; none touch one another, and the first begins behind {@link #floor}. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    private long floor;

    private SentLetters(long floor) {
        this.floor = floor;
    }

    /** Returns what {@code committed} tells, of a partition that begins at {@code start}. */
    static SentLetters of(@Nullable OffsetAndMetadata committed, long start) {
        SentLetters sent = new SentLetters(committed == null ? start : committed.offset());
        if (committed != null) {
            Matcher form = FORM.matcher(committed.metadata());
            if (form.matches()) {
                sent.read(Base64.getUrlDecoder().decode(form.group(1)));
            }
        }
        if (start > sent.floor) {
            sent.add(sent.floor, start);
        }
        return sent;
    }

    /** Returns the first offset that is not sent. */
    long floor() {
        return floor;
    }

    boolean contains(long offset) {
        if (offset < floor) {
            return true;
        }
        Map.Entry<Long, Long> range = ranges.floorEntry(offset);
        return range != null && offset < range.getValue();
    }

    /** All from {@code begin} to before {@code end} are sent, or are no letters. */
    void add(long begin, long end) {
        long from = Math.max(begin, floor);
        long to = end;
        for (Map.Entry<Long, Long> range = ranges.floorEntry(to);
                range != null && range.getValue() >= from;
                range = ranges.floorEntry(to)) {
            from = Math.min(from, range.getKey());
            to = Math.max(to, range.getValue());
            ranges.remove(range.getKey());
        }
        if (from == floor) {
            floor = Math.max(floor, to);
        } else if (to > from) {
            ranges.put(from, to);
        }
    }

    /** Returns what is to be committed; empty if there are too many ranges to be noted. */
    Optional<OffsetAndMetadata> committed() {
        if (ranges.isEmpty()) {
            return Optional.of(new OffsetAndMetadata(floor));
        }
        String text = "millrace;sent=" + Base64.getUrlEncoder().withoutPadding().encodeToString(written());
        return text.length() > MOST_CHARACTERS ? Optional.empty() : Optional.of(new OffsetAndMetadata(floor, text));
    }

    /** Writes for each range how far it is from the one before, and how long it is. */
    private byte[] written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LongConsumer number = value -> {
            long left = value;
            for (; left > DIGIT; left >>>= DIGIT_BITS) {
                bytes.write((int) (left & DIGIT) | 1 << DIGIT_BITS);
            }
            bytes.write((int) left);
        };
        long behind = floor;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            number.accept(range.getKey() - behind);
            number.accept(range.getValue() - range.getKey());
            behind = range.getValue();
        }
        return bytes.toByteArray();
    }

    private void read(byte[] bytes) {
        long behind = floor;
        long begin = -1;
        long number = 0;
        int shift = 0;
        for (byte digit : bytes) {
            number |= (long) (digit & DIGIT) << shift;
            shift += DIGIT_BITS;
            if (digit >= 0) {
                behind += number;
                if (begin < 0) {
                    begin = behind;
                } else {
                    ranges.put(begin, behind);
                    begin = -1;
                }
                number = 0;
                shift = 0;
            }
        }
    }
}
