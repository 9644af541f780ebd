package io.millrace.internal.stage;

import io.millrace.internal.async.AsyncOutcome;
import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/**
 * Has records go on with the answers to their calls, which were made before they came here. One whose call has failed has had its tries.
 * Confined to the worker.
 */
record AsyncOperator(Downstream downstream) implements Operator {

    @Override
    public void process(Record<Object, Object> record) {
        AsyncOutcome outcome = (AsyncOutcome) record.value();
        if (outcome instanceof AsyncOutcome.Failure failure) {
            throw new FinalFailure(failure.thrown());
        }
        downstream.forward(withValue(record, ((AsyncOutcome.Value) outcome).value()));
    }

    @SuppressWarnings("NullAway") // the type of a record's value may include null, but not so that NullAway sees it
    private static Record<Object, Object> withValue(Record<Object, Object> record, @Nullable Object value) {
        return record.withValue(value);
    }
}
