package io.millrace.testkit;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Replaces each value by the name of the partition that its record came from. */
final class PartitionNames implements Processor<String, String, String, String> {

    private @Nullable ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<String, String> record) {
        if (context != null) {
            RecordMetadata metadata = context.recordMetadata();
            context.forward(record.withValue(metadata.topic() + "-" + metadata.partition()));
        }
    }
}
