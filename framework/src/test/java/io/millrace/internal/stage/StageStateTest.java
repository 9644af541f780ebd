package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.data;
import static io.millrace.internal.stage.SteppedStage.plan;
import static io.millrace.internal.stage.SteppedStage.work;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.state.ShardState;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.SourcePartition;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.support.TestEpochs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a barrier does with the state of a worker. */
class StageStateTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LAST =
            Stores.keyValue("last", Serdes.String(), Serdes.String());

    private final SteppedStage stage = new SteppedStage();
    private final Plan plan = plan(stream -> stream.<String, String>process(Remembering::new, LAST));
    private final StageWorker worker = stage.workerOf(plan, 0);
    private final PartitionAssignment assignment =
            new PartitionAssignment(new SourcePartition("in", 3), 1, 4, new Shard("in", 3));

    @Test
    void aBarrierSetsAsideWhatHasChanged() {
        ShardState state = open();
        stage.input.send(data(assignment, 0, "one"));
        barrier(List.of());

        assertThat(sealed(state)).containsExactly("one");
    }

    @Test
    void theBarrierThatEndsAShardSetsItsChangesAsideToo() {
        ShardState state = open();
        stage.input.send(data(assignment, 0, "one"));
        barrier(List.of(assignment));

        assertThat(sealed(state)).containsExactly("one");
    }

    @Test
    void aLostShardMayStillHaveSealedChangesAtTheBarrierThatEndsIt() {
        ShardState state = open();
        stage.input.send(data(assignment, 0, "one"));
        barrier(List.of());
        stage.input.send(data(assignment, 1, "two"));
        work(worker);
        assignment.discard();

        barrier(List.of(assignment));

        assertThat(sealed(state)).containsExactly("one");
    }

    private ShardState open() {
        ShardState state = stage.stores().open(Objects.requireNonNull(assignment.shard()));
        stage.input.open(new LaneEvent.Opening(assignment));
        return state;
    }

    private void barrier(List<PartitionAssignment> closing) {
        stage.input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(1), closing));
        work(worker);
    }

    private static List<String> sealed(ShardState state) {
        List<String> values = new ArrayList<>();
        state.forEachSealed((store, key, value, timestamp) ->
                values.add(new String(Objects.requireNonNull(value), StandardCharsets.UTF_8)));
        return values;
    }

    private static final class Remembering implements Processor<String, String, String, String> {
        private @Nullable KeyValueStore<String, String> last;

        @Override
        public void init(ProcessorContext<String, String> context) {
            last = context.getStateStore(LAST);
        }

        @Override
        public void process(Record<String, String> record) {
            Objects.requireNonNull(last).put(record.key(), record.value());
        }
    }
}
