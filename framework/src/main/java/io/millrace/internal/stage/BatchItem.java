package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.sink.SinkRecord;

/**
 * A record on its way to a sink elsewhere, and what it was made of. Immutable.
 *
 * @param bytes about what it takes to keep it
 */
record BatchItem(SinkRecord<Object, Object> record, Origin origin, long bytes) {}
