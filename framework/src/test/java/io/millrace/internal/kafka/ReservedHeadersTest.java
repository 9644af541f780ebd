package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReservedHeadersTest {

    private final Headers headers = new RecordHeaders()
            .add("trace", new byte[0])
            .add("millrace-origin", new byte[0])
            .add("millrace-other", new byte[0]);

    @Test
    void foreignHeadersOfOursAreRemoved() {
        assertThat(names(ReservedHeaders.NONE_KEPT.trusted(headers))).containsExactly("trace");
    }

    @Test
    void whatTheReaderAsksForIsKept() {
        assertThat(names(new ReservedHeaders(Set.of("millrace-origin")).trusted(headers)))
                .containsExactly("trace", "millrace-origin");
    }

    private static Stream<String> names(Headers headers) {
        return Stream.of(headers.toArray()).map(Header::key);
    }
}
