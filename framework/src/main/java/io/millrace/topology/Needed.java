package io.millrace.topology;

import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.Record;

/** What an operation needs of a record. */
enum Needed {
    KEY_AND_VALUE,
    VALUE,
    KEY;

    /** Returns whether {@code record} lacks it, and has {@code dropped} say so. */
    boolean isMissing(Record<?, ?> record, DroppedRecords dropped) {
        if (this != VALUE && record.key() == null) {
            dropped.withoutKey();
            return true;
        }
        if (this != KEY && record.value() == null) {
            dropped.withoutValue();
            return true;
        }
        return false;
    }
}
