package io.millrace.internal.stage;

import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;

/** Runs one processor. Confined to the worker. */
final class ProcessorOperator implements Operator {

    private final String node;
    private final Processor<Object, Object, Object, Object> processor;
    private final CurrentRecord current;

    ProcessorOperator(String node, Processor<Object, Object, Object, Object> processor, CurrentRecord current) {
        this.node = node;
        this.processor = processor;
        this.current = current;
    }

    @Override
    public void process(Record<Object, Object> record) {
        try {
            processor.process(record);
        } catch (NodeFailure failure) {
            throw failure;
        } catch (Throwable thrown) {
            throw current.fail(node, thrown);
        }
    }

    @Override
    public void onTimer(Timer<Object> timer) {
        try {
            processor.onTimer(timer);
        } catch (NodeFailure failure) {
            throw failure;
        } catch (Throwable thrown) {
            throw current.fail(node, thrown);
        }
    }

    @Override
    public void close() {
        processor.close();
    }
}
