package io.millrace.internal.kafka;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.stage.Output;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * How large the records of output topics may be, as far as that is known. An output is held against it before it is sent: in a
 * transaction it would spoil all others.
 *
 * <p>Thread-safe.
 */
final class OutputSizes {

    /** Of topics whose limit nobody may tell us. */
    static final int NO_LIMIT = Integer.MAX_VALUE;

    /** What Kafka adds to a key and a value: the header of a batch, and that of a record at its largest. */
    private static final int OVERHEAD = 128;

    private static final int OVERHEAD_OF_HEADER = 10;

    /** Bytes that can't be compressed grow in the attempt, by less than one in so many. */
    private static final int GROWTH = 2_048;

    private final ToIntFunction<String> question;
    private final Map<String, Integer> limits = new ConcurrentHashMap<>();

    /** {@code question} asks how large a topic's records may be, and waits for the answer. */
    OutputSizes(ToIntFunction<String> question) {
        this.question = question;
    }

    /** Notes how large the records of some topics may be. */
    void learn(Map<String, Integer> ofTopics) {
        limits.putAll(ofTopics);
    }

    /** Finds out about {@code topic}, and waits for the answer, if that is not known yet. */
    void find(String topic) {
        if (!limits.containsKey(topic)) {
            limits.put(topic, question.applyAsInt(topic));
        }
    }

    /** @throws OutputTooLargeException if the topic of {@code output}, which is known, does not take it */
    void check(Output output) {
        int limit = limits.getOrDefault(output.topic(), NO_LIMIT);
        if (!fits(output, limit)) {
            throw new OutputTooLargeException(
                    output.topic(), output.size(), "the topic's 'max.message.bytes' is %d".formatted(limit));
        }
    }

    /** Returns whether a request of {@code limit} bytes has room for {@code output}. */
    static boolean fits(Output output, int limit) {
        long size = output.size();
        return size
                        + size / GROWTH
                        + OVERHEAD
                        + (long) OVERHEAD_OF_HEADER * output.headers().size()
                <= limit;
    }
}
