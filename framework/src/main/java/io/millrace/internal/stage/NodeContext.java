package io.millrace.internal.stage;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;

/** The context of one processor. Confined to the worker. */
record NodeContext(StageContext stageContext, Downstream downstream) implements ProcessorContext<Object, Object> {

    @Override
    public void forward(Record<Object, Object> record) {
        downstream.forward(record);
    }

    @Override
    public void forward(Record<Object, Object> record, String child) {
        downstream.forward(record, child);
    }

    @Override
    public RecordMetadata recordMetadata() {
        return stageContext.current().origin().metadata();
    }

    @Override
    public long currentSystemTimeMs() {
        return stageContext.time().currentTimeMillis();
    }

    @Override
    public String topology() {
        return stageContext.topology();
    }

    @Override
    public String stage() {
        return stageContext.stage();
    }
}
