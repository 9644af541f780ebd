package io.millrace.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a dead letter has besides those of the record that it is: whence it came, and what went wrong. Names and forms are
 * those of Spring Kafka's {@code DeadLetterPublishingRecoverer} where it has them, so that what reads its dead letters reads these, too.
 *
 * <p>They stand behind the record's own headers and begin with {@link #ORIGINAL_TOPIC} or {@link #WITHOUT_RECORD}; {@link #withoutAdded}
 * goes by that. A record that was a dead letter before has some of them twice, and the last of a name counts.
 *
 * <p>Texts are UTF-8, numbers are big-endian. Immutable.
 */
public final class DeadLetterHeaders {

    /** The topic that the record was read from; a text. Comes first of all that are added, where there is a record. */
    public static final String ORIGINAL_TOPIC = "kafka_dlt-original-topic";

    /** Its partition; 4 bytes. */
    public static final String ORIGINAL_PARTITION = "kafka_dlt-original-partition";

    /** Its offset; 8 bytes. */
    public static final String ORIGINAL_OFFSET = "kafka_dlt-original-offset";

    /** Its timestamp in milliseconds since the epoch; 8 bytes. */
    public static final String ORIGINAL_TIMESTAMP = "kafka_dlt-original-timestamp";

    /** What gave it its timestamp, as Kafka's {@code TimestampType} writes itself; a text. */
    public static final String ORIGINAL_TIMESTAMP_TYPE = "kafka_dlt-original-timestamp-type";

    /** The consumer group that read it; a text. */
    public static final String ORIGINAL_CONSUMER_GROUP = "kafka_dlt-original-consumer-group";

    /** The class of what was thrown; a text. */
    public static final String EXCEPTION = "kafka_dlt-exception-fqcn";

    /** The class of its cause; a text, missing where there is none. */
    public static final String EXCEPTION_CAUSE = "kafka_dlt-exception-cause-fqcn";

    /** Its message; a text, missing where there is none. */
    public static final String EXCEPTION_MESSAGE = "kafka_dlt-exception-message";

    /** Where it was thrown; a text. */
    public static final String EXCEPTION_STACKTRACE = "kafka_dlt-exception-stacktrace";

    /** The topology that gave the record up; a text. */
    public static final String TOPOLOGY = "millrace-dlt-topology";

    /** The stage; a text. */
    public static final String STAGE = "millrace-dlt-stage";

    /** The operator that failed; a text. */
    public static final String NODE = "millrace-dlt-node";

    /** What was being done, the name of an {@link io.millrace.errors.ErrorPhase}; a text. */
    public static final String PHASE = "millrace-dlt-phase";

    /** How often it was tried; 4 bytes. */
    public static final String ATTEMPTS = "millrace-dlt-attempts";

    /** That the record was too large for the dead-letter topic and that its value and its own headers are missing; empty. */
    public static final String TRUNCATED = "millrace-dlt-truncated";

    /** That no record was read, and what gave rise to it instead, such as a timer; a text. Comes first of all that are added. */
    public static final String WITHOUT_RECORD = "millrace-dlt-without-record";

    private static final Set<String> ALL = Set.of(
            ORIGINAL_TOPIC,
            ORIGINAL_PARTITION,
            ORIGINAL_OFFSET,
            ORIGINAL_TIMESTAMP,
            ORIGINAL_TIMESTAMP_TYPE,
            ORIGINAL_CONSUMER_GROUP,
            EXCEPTION,
            EXCEPTION_CAUSE,
            EXCEPTION_MESSAGE,
            EXCEPTION_STACKTRACE,
            TOPOLOGY,
            STAGE,
            NODE,
            PHASE,
            ATTEMPTS,
            TRUNCATED,
            WITHOUT_RECORD);

    private DeadLetterHeaders() {}

    /** Returns the header's value that stands for {@code text}. */
    public static byte[] value(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the header's value that stands for {@code number}. */
    public static byte[] value(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** Returns the header's value that stands for {@code number}. */
    public static byte[] value(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Returns the text of the last header named {@code name}; empty if there is none. */
    public static Optional<String> text(Headers headers, String name) {
        return last(headers, name).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Returns the number of the last header named {@code name}; empty if there is none, or it is not of 4 bytes. */
    public static OptionalInt number(Headers headers, String name) {
        byte[] value = last(headers, name).orElse(null);
        return value == null || value.length != Integer.BYTES
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(value).getInt());
    }

    /** Returns the number of the last header named {@code name}; empty if there is none, or it is not of 8 bytes. */
    public static OptionalLong longNumber(Headers headers, String name) {
        byte[] value = last(headers, name).orElse(null);
        return value == null || value.length != Long.BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(value).getLong());
    }

    /** Returns the headers that the record had before it became this dead letter. */
    public static List<Header> withoutAdded(Headers headers) {
        List<Header> before = new ArrayList<>(List.of(headers.toArray()));
        int first = before.size();
        for (int index = 0; index < before.size(); index++) {
            String name = before.get(index).key();
            if (name.equals(ORIGINAL_TOPIC) || name.equals(WITHOUT_RECORD)) {
                first = index;
            }
        }
        before.subList(first, before.size()).removeIf(header -> ALL.contains(header.key()));
        return before;
    }

    private static Optional<byte[]> last(Headers headers, String name) {
        @Nullable Header header = headers.lastHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.value());
    }
}
