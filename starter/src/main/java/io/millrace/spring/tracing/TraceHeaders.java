package io.millrace.spring.tracing;

import io.micrometer.tracing.propagation.Propagator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What of a record's headers belongs to a trace: as the service's propagator reads and writes them, W3C's unless it is set otherwise.
 *
 * <p>Immutable.
 */
final class TraceHeaders {

    /** W3C's: {@code <version>-<trace>-<span>-<flags>}, in hexadecimal digits. */
    static final String W3C = "traceparent";

    private static final int FLAGS_END = 55;
    private static final int SAMPLED = 1;

    /** Those of which one has to be there where there is a trace. */
    private static final Set<String> BEGINNINGS = Set.of(W3C, "b3", "X-B3-TraceId", "X-B3-Sampled");

    private final List<String> beginnings;
    private final List<String> all;

    TraceHeaders(Propagator propagator) {
        this.all = List.copyOf(propagator.fields());
        this.beginnings = all.stream().filter(BEGINNINGS::contains).toList();
    }

    /** Returns whether {@code headers} are those of a record that comes without a trace. */
    boolean areWithoutTrace(Headers headers) {
        for (Header header : headers) {
            if (beginnings.contains(header.key())) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether whoever began the trace has decided that it is not recorded; false where only the propagator would know. */
    boolean areNotSampled(Headers headers) {
        Header header = beginnings.contains(W3C) ? headers.lastHeader(W3C) : null;
        byte @Nullable [] value = header == null ? null : header.value();
        return value != null && value.length >= FLAGS_END && (Character.digit(value[FLAGS_END - 1], 16) & SAMPLED) == 0;
    }

    /** Returns those of {@code headers} that belong to a trace. */
    List<Header> of(Headers headers) {
        List<Header> found = new ArrayList<>();
        for (String name : all) {
            Header header = headers.lastHeader(name);
            if (header != null) {
                found.add(header);
            }
        }
        return List.copyOf(found);
    }

    /** Returns the text of the header {@code name}; null if there is none. */
    static @Nullable String get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        byte @Nullable [] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** Puts the text {@code value} in the place of all headers {@code name}. */
    static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
