package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges a service that copies a topic. */
final class CopyOracle implements Oracle {

    private final Scene scene;
    private final String topology;

    CopyOracle(Scene scene, String topology) {
        this.scene = scene;
        this.topology = topology;
    }

    @Override
    public String inputOf(ConsumerRecord<String, String> output) {
        return output.key() + ":" + output.value();
    }

    @Override
    public long checkOutputs(Ledger ledger, List<ConsumerRecord<String, String>> outputs) {
        return ledger.check(outputs, Long::parseLong);
    }

    /** It has none but its offsets. */
    @Override
    public void checkState(Ledger ledger) {
        assertThat(committed()).as("committed records").isEqualTo(ledger.count());
    }

    @Override
    public long uncommitted(List<ConsumerRecord<String, String>> outputs) {
        return outputs.stream().map(this::inputOf).distinct().count() - committed();
    }

    private long committed() {
        return scene.cluster().committedRecords(scene.application(), topology);
    }
}
