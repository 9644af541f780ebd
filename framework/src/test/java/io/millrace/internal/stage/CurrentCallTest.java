package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.internal.exchange.Arrivals;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.UserCode;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.TopologyBuilder;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What another thread sees of user code while it runs; user code itself looks here. */
class CurrentCallTest {

    private final SteppedStage stage = new SteppedStage();
    private final List<CurrentCall.Seen> seen = new ArrayList<>();
    private @Nullable StageWorker worker;

    @Test
    void anOperatorsCodeIsSeenWithItsRecord() {
        worker = stage.worker(
                stream -> stream.peek((key, value) -> look(), Named.as("check")).to("out"));
        stage.send("first", "second");

        stage.input.open(new LaneEvent.Opening(stage.assignment));
        SteppedStage.work(worker);

        assertThat(seen).extracting(CurrentCall.Seen::node).containsExactly("check", "check");
        assertThat(seen)
                .extracting(CurrentCall.Seen::input)
                .containsExactly(
                        Optional.of(new RecordMetadata("in", 3, 0)), Optional.of(new RecordMetadata("in", 3, 1)));
        assertThat(seen).extracting(CurrentCall.Seen::number).doesNotHaveDuplicates();
    }

    @Test
    void aFurtherTryIsSeenLikeTheFirst() {
        stage.settings = stage.settings.withErrors(stage.settings
                .errors()
                .withPolicy(ErrorPolicy.retry(RetryPolicy.of(1).withJitter(0))));
        worker = stage.worker(stream -> stream.peek(
                        (key, value) -> {
                            look();
                            if (seen.size() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                        },
                        Named.as("check"))
                .to("out"));
        stage.send("first");

        SteppedStage.work(worker);
        stage.time.advance(Duration.ofSeconds(1));
        SteppedStage.work(worker);

        assertThat(seen).extracting(CurrentCall.Seen::node).containsExactly("check", "check");
        assertThat(seen).extracting(CurrentCall.Seen::number).doesNotHaveDuplicates();
    }

    @Test
    void serdesCountAsTheirOperator() {
        Serde<String> looking = Serdes.serdeFrom(
                (topic, value) -> {
                    look();
                    return STRING.serializer().serialize(topic, value);
                },
                (topic, bytes) -> {
                    look();
                    return STRING.deserializer().deserialize(topic, bytes);
                });
        TopologyBuilder builder = TopologyBuilder.named("cards");
        builder.stream("in", Consumed.with(STRING, looking).withName("read"))
                .to("out", Produced.with(STRING, looking).withName("write"));
        worker = stage.workerOf(Planner.plan(builder.build(), "group", TopologySettings.defaults()), 0);
        stage.send("value");

        SteppedStage.work(worker);

        assertThat(seen).extracting(CurrentCall.Seen::node).containsExactly("read", "write");
    }

    @Test
    void codeThatIsCalledBeforeARecordComesThroughCountsAsTheFirstNodes() {
        Ahead ahead = new Ahead();
        worker = stage.workerOf(
                SteppedStage.plan(stream -> stream.peek((key, value) -> {}).to("out")), 0, ahead);

        Objects.requireNonNull(ahead.userCode).run(new Origin(stage.assignment, 7, 42, 0), this::look);

        assertThat(seen).extracting(CurrentCall.Seen::node).containsExactly("in");
        assertThat(seen)
                .extracting(CurrentCall.Seen::input)
                .containsExactly(Optional.of(new RecordMetadata("in", 3, 7)));
        assertThat(worker.call().seen()).as("behind it").isNull();
    }

    /** Has user code run before events come to the worker. */
    private static final class Ahead implements Arrivals {
        private @Nullable UserCode userCode;

        @Override
        public int poll(Inbox.Receiver receiver) {
            return 0;
        }

        @Override
        public void runUserCode(UserCode newUserCode) {
            userCode = newUserCode;
        }
    }

    @Test
    void whatAnOperatorDoesBehindItsOutputIsItsOwnAgain() {
        worker = stage.worker(stream -> stream.process(Forwarding::new, Named.as("outer"))
                .peek((key, value) -> look(), Named.as("inner"))
                .to("out"));
        stage.send("value");

        SteppedStage.work(worker);

        assertThat(seen).extracting(CurrentCall.Seen::node).containsExactly("outer", "inner", "outer");
        assertThat(seen)
                .extracting(CurrentCall.Seen::number)
                .containsOnly(seen.get(0).number());
    }

    @Test
    void betweenRecordsThereIsNoCall() {
        worker = stage.worker(stream -> stream.peek((key, value) -> look()).to("out"));
        stage.send("value");

        assertThat(worker.call().seen()).isNull();
        SteppedStage.work(worker);

        assertThat(worker.call().seen()).isNull();
    }

    @Test
    void everyMethodOfAnOperatorIsPassedOnByTheOneThatWatches() {
        List<String> own = Stream.of(WatchedOperator.class.getDeclaredMethods())
                .map(CurrentCallTest::signature)
                .toList();

        assertThat(Stream.of(Operator.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .map(CurrentCallTest::signature))
                .isSubsetOf(own);
    }

    private static String signature(Method method) {
        return method.getName() + List.of(method.getParameterTypes());
    }

    private void look() {
        seen.add(Objects.requireNonNull(Objects.requireNonNull(worker).call().seen()));
    }

    private final class Forwarding implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            look();
            Objects.requireNonNull(context).forward(record);
            look();
        }
    }
}
