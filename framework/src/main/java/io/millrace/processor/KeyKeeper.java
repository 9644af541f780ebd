package io.millrace.processor;

import io.millrace.state.StoreDefinition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Runs a {@link FixedKeyProcessor} and sees to it that it keeps the keys. Confined to the worker. */
final class KeyKeeper<K extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object>
        implements Processor<K, VIn, K, VOut> {

    private final FixedKeyProcessor<K, VIn, VOut> processor;
    private @Nullable Object key;

    KeyKeeper(FixedKeyProcessor<K, VIn, VOut> processor) {
        this.processor = processor;
    }

    @Override
    public void init(ProcessorContext<K, VOut> context) {
        processor.init(new KeptContext(context));
    }

    @Override
    public void process(Record<K, VIn> record) {
        key = record.key();
        processor.process(new FixedKeyRecord<>(record));
    }

    @Override
    public void onTimer(Timer<K> timer) {
        key = timer.key();
        processor.onTimer(timer, new FixedKeyRecord<>(withoutValue(timer)));
    }

    @SuppressWarnings("NullAway") // the type of a record's value may include null, but not so that NullAway sees it
    private Record<K, @Nullable Void> withoutValue(Timer<K> timer) {
        return new Record<>(timer.key(), null, timer.timestamp(), new RecordHeaders());
    }

    @Override
    public void close() {
        processor.close();
    }

    private Record<K, VOut> checked(FixedKeyRecord<K, VOut> record) {
        if (record.key() != key) {
            throw new IllegalArgumentException(
                    "A record with the key of another one was forwarded; forward the one that"
                            + " process(...) or onTimer(...) was given, changed by withValue, withTimestamp or withHeaders");
        }
        return record.record();
    }

    private final class KeptContext implements FixedKeyProcessorContext<K, VOut> {
        private final ProcessorContext<K, VOut> context;

        KeptContext(ProcessorContext<K, VOut> context) {
            this.context = context;
        }

        @Override
        public void forward(FixedKeyRecord<K, VOut> record) {
            context.forward(checked(record));
        }

        @Override
        public void forward(FixedKeyRecord<K, VOut> record, String child) {
            context.forward(checked(record), child);
        }

        @Override
        public RecordMetadata recordMetadata() {
            return context.recordMetadata();
        }

        @Override
        public <S> S getStateStore(StoreDefinition<S> store) {
            return context.getStateStore(store);
        }

        @Override
        public <S> S getStateStore(String name) {
            return context.getStateStore(name);
        }

        @Override
        public long currentSystemTimeMs() {
            return context.currentSystemTimeMs();
        }

        @Override
        public long currentWatermarkMs() {
            return context.currentWatermarkMs();
        }

        @Override
        public String topology() {
            return context.topology();
        }

        @Override
        public String stage() {
            return context.stage();
        }
    }
}
