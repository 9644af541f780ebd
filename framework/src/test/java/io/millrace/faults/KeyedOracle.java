package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Cluster;
import io.millrace.support.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Holds what a {@link KeyedService} has written, outputs and changelog, against a recomputation. */
final class KeyedOracle {

    private final Cluster cluster;
    private final String changelog;

    KeyedOracle(Cluster cluster, String application) {
        this.cluster = cluster;
        this.changelog = "%s-%s-%s-changelog".formatted(application, KeyedService.TOPOLOGY, KeyedService.STORE);
    }

    /** Checks every output and the order of their first occurrences; returns how many of them are duplicates. */
    long checkOutputs(Ledger ledger, List<ConsumerRecord<String, String>> outputs) {
        Map<Long, Fold> expected = new HashMap<>();
        for (ConsumerRecord<String, String> output : outputs) {
            Fold fold = Fold.parse(output.value());
            assertThat(fold)
                    .as("the state behind an output, also behind one that is repeated, of key %s", output.key())
                    .isEqualTo(expected.computeIfAbsent(fold.last(), Fold::of));
        }
        return ledger.check(outputs, value -> Fold.parse(value).last());
    }

    /** Checks that the changelog holds exactly the state after all that was acknowledged. */
    void checkChangelog(Ledger ledger) {
        Map<String, Fold> state = new HashMap<>();
        try (TopicReader reader = new TopicReader(cluster, changelog)) {
            reader.values();
            for (ConsumerRecord<String, String> change : reader.allRecords()) {
                if (!change.key().startsWith("\0")) { // a marker
                    state.put(change.key(), Fold.parse(change.value()));
                }
            }
        }
        Map<String, Fold> expected = new HashMap<>();
        ledger.acknowledged().forEach((key, last) -> expected.put(key, Fold.of(last)));
        assertThat(state).as("the state by the changelog").isEqualTo(expected);
    }
}
