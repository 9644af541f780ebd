package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.StagePlan;
import io.millrace.processor.ForeachAction;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class SourceRoutesTest {

    private static final ForeachAction<String, String> NOTHING = (key, value) -> {};

    @Test
    void aTopicGoesToTheStageOfItsSource() {
        SourceRoutes routes = routes(builder -> {
            read(builder, "left");
            read(builder, "right");
        });

        SourceRoutes.Route route = routes.of("right");

        assertThat(route.source().name()).isEqualTo("right");
        assertThat(route.entry()).isZero();
    }

    @Test
    void allTopicsOfListsAreSubscribed() {
        SourceRoutes routes = routes(builder -> {
            builder.stream(List.of("a", "b"), Consumed.<String, String>as("list"))
                    .foreach(NOTHING);
            read(builder, "c");
        });

        assertThat(routes.topics()).containsExactly("a", "b", "c");
        assertThat(routes.hasPatterns()).isFalse();
    }

    @Test
    void onePatternMatchesListsAndPatterns() {
        SourceRoutes routes = routes(builder -> {
            read(builder, "a.b");
            match(builder, "payments", Pattern.compile("payments-.*|refunds"));
        });

        assertThat(routes.pattern().asMatchPredicate())
                .accepts("a.b", "payments-1", "refunds")
                .rejects("axb", "payments", "refunds-1", "");
    }

    @Test
    void aPatternKeepsItsFlags() {
        SourceRoutes routes = routes(builder -> {
            match(builder, "upper", Pattern.compile("PAYMENTS-.*", Pattern.CASE_INSENSITIVE));
            match(builder, "quoted", Pattern.compile("a.b", Pattern.LITERAL));
            match(builder, "commented", Pattern.compile("x y # comment", Pattern.COMMENTS));
            match(builder, "plain", Pattern.compile("plain"));
        });

        assertThat(routes.pattern().asMatchPredicate())
                .accepts("payments-1", "Payments-2", "a.b", "xy", "plain")
                .rejects("axb", "PLAIN");
    }

    @Test
    void aTopicThatTwoPatternsMatchIsRefused() {
        SourceRoutes routes = routes(builder -> {
            match(builder, "first", Pattern.compile("a.*"));
            match(builder, "second", Pattern.compile(".*z"));
        });

        assertThatExceptionOfType(InvalidTopologyException.class)
                .isThrownBy(() -> routes.of("az"))
                .withMessageContaining("'az' is read by several sources, 'first', 'second'");
    }

    @Test
    void aTopicThatNobodyReadsIsRefused() {
        SourceRoutes routes = routes(builder -> read(builder, "a"));

        assertThatExceptionOfType(InvalidTopologyException.class)
                .isThrownBy(() -> routes.of("b"))
                .withMessageContaining("'b' was assigned though no source reads it");
    }

    private static void read(TopologyBuilder builder, String topic) {
        builder.stream(topic, Consumed.<String, String>as(topic)).foreach(NOTHING);
    }

    private static void match(TopologyBuilder builder, String name, Pattern pattern) {
        builder.stream(pattern, Consumed.<String, String>as(name)).foreach(NOTHING);
    }

    private static SourceRoutes routes(Consumer<TopologyBuilder> definition) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        definition.accept(builder);
        Plan plan = Planner.plan(builder.build(), "group", TopologySettings.defaults());
        return new SourceRoutes(
                plan,
                plan.stages().stream()
                        .map(StagePlan::name)
                        .collect(Collectors.toMap(Function.identity(), name -> exchange())));
    }

    private static Exchange exchange() {
        return new Exchange(List.of(new Lane(4, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED)));
    }
}
