package io.millrace.internal.stage;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A processor that notes the records it gets and its end. Tests extend it to do more. */
class Noting implements Processor<String, String, String, String> {

    private final String name;
    private final List<String> calls;
    private @Nullable ProcessorContext<String, String> context;

    Noting(String name, List<String> calls) {
        this.name = name;
        this.calls = calls;
    }

    ProcessorContext<String, String> context() {
        if (context == null) {
            throw new IllegalStateException("init was not called");
        }
        return context;
    }

    @Override
    public void init(ProcessorContext<String, String> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<String, String> record) {
        calls.add(name + " " + record.value());
    }

    @Override
    public void close() {
        calls.add("close " + name);
    }
}
