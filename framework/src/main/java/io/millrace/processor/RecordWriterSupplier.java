package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Makes one {@link RecordWriter} for each source partition and worker. Must return a new instance at every call. Thread-safe. */
@FunctionalInterface
public interface RecordWriterSupplier<K extends @Nullable Object, V extends @Nullable Object> {

    RecordWriter<K, V> get();
}
