package io.millrace.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Says for the message of a failed test what came from a topic. Test data is no secret, so keys and values are shown. */
final class Descriptions {
    private static final int MOST_RECORDS = 20;
    private static final int MOST_CHARACTERS = 300;

    private Descriptions() {}

    static String of(Collection<? extends ConsumerRecord<?, ?>> records) {
        String lines =
                records.stream().limit(MOST_RECORDS).map(Descriptions::line).collect(Collectors.joining());
        int left = records.size() - MOST_RECORDS;
        return "%d came:%s%s".formatted(records.size(), lines, left > 0 ? "\n  and " + left + " more" : "");
    }

    private static String line(ConsumerRecord<?, ?> received) {
        return "\n  partition %d, offset %d: %s = %s"
                .formatted(received.partition(), received.offset(), text(received.key()), text(received.value()));
    }

    private static String text(@Nullable Object content) {
        String text =
                content instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(content);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
