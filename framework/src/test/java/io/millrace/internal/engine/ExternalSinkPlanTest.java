package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.runtime.TopologySettings;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkEffect;
import io.millrace.support.LogLines;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** What is told of sinks that are not Kafka, and where they can't write once. */
class ExternalSinkPlanTest {

    private final TopologyBuilder builder =
            TopologyBuilder.named("shops").defaultSerdes(Serdes.String(), Serdes.String());

    private record Table(SinkEffect effect) implements Sink<String, String> {
        @Override
        public BatchWriter<String, String> writer(SinkContext context) {
            return batch -> {};
        }
    }

    @Test
    void aSinkThatWritesOnceIsToldSo() {
        stream()
                .stage("score", 2)
                .to(new Table(SinkEffect.ONCE), Batched.as("table").withSize(20));

        assertThat(explain()).contains("""
                  outputs:
                    table elsewhere: in batches of 20, written once in effect, by output ids, since a replay gives the same records again
                      on 2 threads of its own without a slot
                """.indent(0));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aSinkThatCouldWriteOnceButNotHereIsToldAndWarnedOf() {
        builder.<String, String>stream(Pattern.compile("shop-.*"), Consumed.with(Serdes.String(), Serdes.String()))
                .to(new Table(SinkEffect.ONCE_WHERE_POSSIBLE), Batched.as("table"));

        assertThat(explain())
                .contains("table elsewhere: in batches of 500, written at least once, since source")
                .contains("reads a pattern");
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("WARN Topology 'shops': sink 'table' writes at least once")
                .contains("reads a pattern");
    }

    @Test
    void aSinkThatDoesNotCareIsNotWarnedOf() {
        stream().to(new Table(SinkEffect.AT_LEAST_ONCE));

        assertThat(explain()).contains("written at least once, since the sink does not go by output ids");
        assertThat(warnings()).isEmpty();
    }

    private KStream<String, String> stream() {
        return builder.stream("payments");
    }

    private String explain() {
        return Explanation.of(plan(), TopologySettings.defaults(), 8);
    }

    private List<String> warnings() {
        return LogLines.of(RepeatingSinks.class, () -> RepeatingSinks.warn(plan()));
    }

    private Plan plan() {
        return Planner.plan(builder.build(), "app-shops", TopologySettings.defaults());
    }
}
