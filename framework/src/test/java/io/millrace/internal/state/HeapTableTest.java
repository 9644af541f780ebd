package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.StateSettings;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.support.ManualTime;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a table on the heap does without, and lets go. */
class HeapTableTest {

    private final AtomicInteger serialized = new AtomicInteger();
    private final Serde<String> counted = Serdes.serdeFrom(
            (topic, text) -> {
                serialized.incrementAndGet();
                return Serdes.String().serializer().serialize(topic, text);
            },
            Serdes.String().deserializer());
    private final StoreDefinition<ValueState<String>> names =
            Stores.value("names", counted).withKeySerde(counted);
    private final SteppedStores stores =
            new SteppedStores(StateSettings.defaults(), new ManualTime(), new Changelog(), 1, names);

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void nothingIsSerializedBeforeTheCommit() {
        ValueState<String> name = stores.at("ada").view(names);
        name.set("Ada");
        name.get();
        stores.seal();
        assertThat(serialized).hasValue(0);
        stores.commitSealed();

        assertThat(serialized).hasValue(2);
    }

    @Test
    void theObjectThatWasSetIsTheOneThatIsGiven() {
        String text = new StringBuilder("Ada").toString();
        ValueState<String> name = stores.at("ada").view(names);
        name.set(text);
        stores.checkpoint();

        assertThat(name.get()).isSameAs(text);
    }

    @Test
    void aShardThatIsClosedIsHeldByNobody() {
        stores.at("ada").view(names).set("Ada");
        WeakReference<Table<?, ?>> table = new WeakReference<>(stores.state().table("names", 0));
        stores.workers.get(0).close(stores.shard);
        stores.stores.close(stores.shard);

        await().until(() -> {
            System.gc();
            return table.get() == null;
        });
    }
}
