package io.millrace.internal.kafka;

import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that are ours to set. Those of foreign records are dropped, but for what the reader of a topic asks for. Immutable.
 *
 * @param kept names of those that are left on the records
 */
record ReservedHeaders(Set<String> kept) {

    static final ReservedHeaders NONE_KEPT = new ReservedHeaders(Set.of());

    private static final String PREFIX = "millrace-";

    ReservedHeaders {
        kept = Set.copyOf(kept);
    }

    /** Removes from {@code headers} what is not to be trusted, and returns them. */
    Headers trusted(Headers headers) {
        for (Header header : headers.toArray()) {
            if (header.key().startsWith(PREFIX) && !kept.contains(header.key())) {
                headers.remove(header.key());
            }
        }
        return headers;
    }
}
