package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.data;
import static io.millrace.internal.stage.SteppedStage.plan;
import static io.millrace.internal.stage.SteppedStage.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.plan.Plan;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.support.TestEpochs;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When a worker makes, opens and closes its processors. */
class StageLifeCycleTest {

    private static final String SECRET = "4111-1111-1111-1111";

    private final SteppedStage stage = new SteppedStage();
    private final PartitionAssignment assignment = stage.assignment;
    private final Exchange input = stage.input;
    private final List<String> calls = stage.calls;

    @Test
    void eachWorkerHasProcessorsOfItsOwn() {
        List<Noting> made = new ArrayList<>();
        Plan plan = plan(stream -> stream.process(() -> {
            Noting noting = new Noting("x", calls);
            made.add(noting);
            return noting;
        }));

        stage.workerOf(plan, 0);
        stage.workerOf(plan, 1);

        assertThat(made).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aPartitionsProcessorIsOpenedWithThePartition() {
        StageWorker worker = stage.worker(this::perPartition);

        input.open(new LaneEvent.Opening(assignment));
        work(worker);

        assertThat(calls).containsExactly("open in-3");
    }

    @Test
    void aPartitionsProcessorIsClosedWithThePartition() {
        StageWorker worker = stage.worker(this::perPartition);
        input.open(new LaneEvent.Opening(assignment));
        stage.send("x");
        input.broadcast(new LaneEvent.Barrier(TestEpochs.epoch(1), List.of(assignment)));

        work(worker);

        assertThat(calls).containsExactly("open in-3", "in-3 x", "close in-3");
    }

    @Test
    void anOpeningThatComesOnTwoLanesOpensOnce() {
        StageWorker worker = stage.worker(this::perPartition);

        input.open(new LaneEvent.Opening(assignment));
        input.open(new LaneEvent.Opening(assignment));
        work(worker);

        assertThat(calls).containsExactly("open in-3");
    }

    @Test
    void eachPartitionHasAProcessorOfItsOwn() {
        PartitionAssignment other = TestEpochs.assignment("in", 4);
        StageWorker worker = stage.worker(this::perPartition);
        input.open(new LaneEvent.Opening(assignment));
        input.open(new LaneEvent.Opening(other));
        stage.send("x");
        input.send(data(other, 0, "y"));

        work(worker);

        assertThat(calls).containsExactly("open in-3", "open in-4", "in-3 x", "in-4 y");
    }

    @Test
    void closingTheWorkerClosesEveryProcessor() {
        StageWorker worker = stage.worker(stream -> {
            perPartition(stream);
            stream.process(() -> new Noting("plain", calls));
        });
        input.open(new LaneEvent.Opening(assignment));
        work(worker);
        calls.clear();

        worker.close();

        assertThat(calls).containsExactlyInAnyOrder("close in-3", "close plain");
    }

    @Test
    void aProcessorThatFailsToCloseDoesNotKeepTheOthersFromIt() {
        StageWorker worker = stage.worker(stream -> {
            stream.process(() -> new FailingToClose(() -> {
                throw new IllegalStateException("first");
            }));
            stream.process(() -> new Noting("second", calls));
        });

        assertThatIllegalStateException().isThrownBy(worker::close).withMessage("first");
        assertThat(calls).contains("close second");
    }

    @Test
    void aProcessorThatClosesWithAnErrorDoesNotKeepTheOthersFromIt() {
        StageWorker worker = stage.worker(stream -> {
            stream.process(() -> new FailingToClose(() -> {
                throw new AssertionError("first");
            }));
            stream.process(() -> new Noting("second", calls));
        });

        assertThatExceptionOfType(AssertionError.class).isThrownBy(worker::close);
        assertThat(calls).contains("close second");
    }

    @Test
    void anInitThatThrowsNamesTheNode() {
        assertThatExceptionOfType(WorkerFailedException.class)
                .isThrownBy(() -> stage.worker(stream -> stream.process(
                        () -> new Noting("x", calls) {
                            @Override
                            public void init(ProcessorContext<String, String> context) {
                                throw new IllegalStateException(SECRET);
                            }
                        },
                        Named.as("enrich"))))
                .withMessageContaining("enrich")
                .withMessageNotContaining(SECRET);
    }

    @Test
    void anInitThatThrowsClosesTheProcessorsThatWereReady() {
        Consumer<KStream<String, String>> definition = stream -> {
            stream.process(() -> new Noting("x", calls) {
                @Override
                public void init(ProcessorContext<String, String> context) {
                    throw new IllegalStateException();
                }
            });
            stream.process(() -> new Noting("ready", calls));
        };

        assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> stage.worker(definition));
        assertThat(calls).containsExactly("close ready");
    }

    private void perPartition(KStream<String, String> stream) {
        stream.mapPartitions(partition -> {
            calls.add("open " + partition);
            return new Noting(partition.toString(), calls);
        });
    }

    private record FailingToClose(Runnable closing) implements Processor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {}

        @Override
        public void close() {
            closing.run();
        }
    }
}
