package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges a {@link KeyedService}. */
final class KeyedOracle implements Oracle {

    private final Changelogs changelogs;

    KeyedOracle(Scene scene) {
        changelogs = new Changelogs(scene, KeyedService.TOPOLOGY);
    }

    @Override
    public String inputOf(ConsumerRecord<String, String> output) {
        return output.key() + ":" + Fold.parse(output.value()).last();
    }

    @Override
    public long checkOutputs(Ledger ledger, List<ConsumerRecord<String, String>> outputs) {
        Map<Long, Fold> expected = new HashMap<>();
        for (ConsumerRecord<String, String> output : outputs) {
            Fold fold = Fold.parse(output.value());
            assertThat(fold)
                    .as("the state behind an output, also behind one that is repeated, of key %s", output.key())
                    .isEqualTo(expected.computeIfAbsent(fold.last(), Fold::of));
        }
        return ledger.check(outputs, value -> Fold.parse(value).last());
    }

    @Override
    public void checkState(Ledger ledger) {
        Map<String, Fold> expected = new HashMap<>();
        ledger.acknowledged().forEach((key, last) -> expected.put(key, Fold.of(last)));
        List<String> stores = changelogs.stores(KeyedService.STORE);
        assertThat(stores).isNotEmpty();
        stores.forEach(store -> assertThat(state(store))
                .as("the state by the changelog of '%s'", store)
                .isEqualTo(expected));
    }

    @Override
    public long uncommitted(List<ConsumerRecord<String, String>> outputs) {
        Map<String, Fold> committed = state(KeyedService.store(0));
        return outputs.stream()
                .filter(output -> Fold.parse(output.value()).last()
                        > committed.getOrDefault(output.key(), Fold.EMPTY).last())
                .map(this::inputOf)
                .distinct()
                .count();
    }

    private Map<String, Fold> state(String store) {
        return changelogs.read(store).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Fold.parse(entry.getValue())));
    }
}
