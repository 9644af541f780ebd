package io.millrace.errors;

/**
 * An output is too large for its topic or for Kafka's producer. It was not sent, and nothing else is held up by it. What
 * compression would save does not count.
 */
public final class OutputTooLargeException extends MillraceException {

    private final String topic;
    private final int bytes;

    /**
     * @param bytes of key, value and headers
     * @param limit what it is held against, as a part of a sentence: {@code the topic's 'max.message.bytes' is 1048588}
     */
    public OutputTooLargeException(String topic, int bytes, String limit) {
        super(
                "An output for topic '%s' takes %d bytes, without what Kafka adds, and %s. Write less into one record, or raise the limit."
                        .formatted(topic, bytes, limit));
        this.topic = topic;
        this.bytes = bytes;
    }

    public String topic() {
        return topic;
    }

    /** Returns the bytes of key, value and headers. */
    public int bytes() {
        return bytes;
    }
}
