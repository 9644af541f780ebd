package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.Record;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a processor that keeps the keys may do with records. */
class ProcessValuesTest {

    private final Serde<String> strings = Serdes.String();
    private final StoreDefinition<ValueState<String>> last = Stores.value("last", strings);

    @Test
    void aValueMayBecomeManyUnderItsKey() {
        DrivenNode node = run((record, context) -> {
            context.forward(record.withValue(record.value() + 1));
            context.forward(record.withValue(record.value() + 2));
        });

        node.process("a", "x");

        assertThat(node.updates()).containsExactly("a=x1", "a=x2");
    }

    @Test
    void timestampAndHeadersMayChange() {
        RecordHeaders headers = new RecordHeaders();
        DrivenNode node = run((record, context) ->
                context.forward(record.withTimestamp(record.timestamp() + 1).withHeaders(headers)));

        node.process("a", "x");

        assertThat(node.forwarded.get(0)).isEqualTo(new Record<Object, Object>("a", "x", 43, headers));
    }

    @Test
    void aRecordOfAnotherKeyIsNotForwarded() {
        List<FixedKeyRecord<String, String>> kept = new ArrayList<>();
        DrivenNode node = run((record, context) -> {
            kept.add(record);
            context.forward(kept.get(0));
        });
        node.process("a", "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> node.process("b", "y"))
                .withMessageStartingWith("A record with the key of another one was forwarded");
    }

    @Test
    void itsStoresAreAtHand() {
        DrivenNode node = run((record, context) -> {
            ValueState<String> state = context.getStateStore(last);
            context.forward(record.withValue(state.get() + "<" + record.value()));
            state.set(record.value());
        });

        node.process("a", "x");
        node.process("b", "y");
        node.process("a", "z");

        assertThat(node.updates()).containsExactly("a=null<x", "b=null<y", "a=x<z");
    }

    @Test
    void aRecordsTextShowsNoContent() {
        List<String> texts = new ArrayList<>();
        DrivenNode node = run((record, context) -> texts.add(record.toString()));

        node.process("secret", "secret");

        assertThat(texts).containsExactly("FixedKeyRecord[timestamp=42]");
    }

    private DrivenNode run(
            BiConsumer<FixedKeyRecord<String, String>, FixedKeyProcessorContext<String, String>> action) {
        TopologyBuilder builder = TopologyBuilder.named("cards");
        builder.stream("in", Consumed.with(strings, strings)).processValues(() -> new Acting(action), last);
        return DrivenNode.of(builder.build(), "processValues");
    }

    private static final class Acting implements FixedKeyProcessor<String, String, String> {
        private final BiConsumer<FixedKeyRecord<String, String>, FixedKeyProcessorContext<String, String>> action;
        private @Nullable FixedKeyProcessorContext<String, String> context;

        Acting(BiConsumer<FixedKeyRecord<String, String>, FixedKeyProcessorContext<String, String>> action) {
            this.action = action;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            assertThat(context).isNotNull();
            action.accept(record, context);
        }
    }
}
