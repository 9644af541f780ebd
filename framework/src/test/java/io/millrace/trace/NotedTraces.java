package io.millrace.trace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Traces the records that have the header {@link #HEADER}, and notes what becomes of the steps. Thread-safe. */
public final class NotedTraces implements RecordTracer {

    /** Outputs of traced records carry the name of their step in it. */
    public static final String HEADER = "trace";

    /** The step that the thread is at; null if at none. */
    private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

    /** What happened, in its order. */
    public final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public TraceStep begin(TracePlace place, String topic, Headers headers, long now) {
        Header header = headers.lastHeader(HEADER);
        return header == null
                ? TraceStep.NONE
                : step(new String(header.value(), StandardCharsets.UTF_8), "read " + topic, place);
    }

    /** Returns a step that follows from none. */
    public TraceStep step(String name) {
        return new Step(name);
    }

    /** Returns the name of the step that this thread is at. */
    public static String current() {
        String name = CURRENT.get();
        return name == null ? "none" : name;
    }

    private TraceStep step(String before, String what, TracePlace place) {
        String name = before + " > " + what;
        events.add("begin " + name + " @" + place.stage());
        return new Step(name);
    }

    private final class Step implements TraceStep {
        private final String name;
        private final AtomicReference<String> state = new AtomicReference<>("open");

        Step(String name) {
            this.name = name;
        }

        @Override
        public TraceStep next(Kind kind, TracePlace place, String node) {
            return step(name, kind + " " + node, place);
        }

        @Override
        public TraceStep output(TracePlace place, String topic, Headers headers) {
            TraceStep output = step(name, "to " + topic, place);
            headers.remove(HEADER);
            headers.add(HEADER, ((Step) output).name.getBytes(StandardCharsets.UTF_8));
            return output;
        }

        @Override
        public Scope enter() {
            String before = CURRENT.get();
            CURRENT.set(name);
            return () -> CURRENT.set(before);
        }

        @Override
        public void failed(Throwable thrown) {
            events.add("fail " + name + " " + thrown.getClass().getSimpleName());
        }

        @Override
        public void end() {
            if (state.getAndSet("over").equals("open")) {
                events.add("end " + name);
            }
        }
    }
}
