package io.millrace.internal.engine;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Routing;
import io.millrace.internal.plan.ShufflePlan;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Node;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words how a topology runs. Confined to its caller. */
final class Explanation {

    private final Plan plan;
    private final TopologySettings settings;
    private final int processors;
    private final StringBuilder text = new StringBuilder();

    private Explanation(Plan plan, TopologySettings settings, int processors) {
        this.plan = plan;
        this.settings = settings;
        this.processors = processors;
    }

    /** {@code processors} is what the JVM has. */
    static String of(Plan plan, TopologySettings settings, int processors) {
        Explanation explanation = new Explanation(plan, settings, processors);
        explanation.head();
        explanation.source();
        explanation.globalTables();
        plan.stages().forEach(explanation::stage);
        explanation.shuffles();
        explanation.instances();
        explanation.outputs();
        explanation.errors();
        return explanation.text.toString();
    }

    private void head() {
        line("Topology '%s': trigger %s, delivery %s", plan.topology(), settings.trigger(), word(settings.delivery()));
        line("  %d slots: %s", plan.slots(), plan.slotBreakdown());
    }

    private void source() {
        line("");
        line("  source: 1 worker on the poll thread");
        plan.fedBySource().forEach(stage -> lanes(1, stage, "by partition"));
    }

    private void globalTables() {
        if (plan.globalTables().isEmpty()) {
            return;
        }
        line("");
        line("  global tables, on a thread of their own without a slot:");
        plan.globalTables()
                .forEach(table -> line(
                        "    %s: all partitions of topic '%s', in memory, loaded before records flow",
                        table.name(), table.topic()));
    }

    private void stage(StagePlan stage) {
        boolean dedicated = Places.isDedicated(stage, settings.threads(), processors);
        line("");
        line(
                "  stage '%s': %s on %s",
                stage.name(),
                count(stage.parallelism(), "worker"),
                !dedicated
                        ? "the poll thread"
                        : stage.parallelism() == 1 ? "a thread of its own" : "threads of their own");
        stage.nodes().forEach(this::node);
        plan.fedBy(stage)
                .forEach(next ->
                        lanes(stage.parallelism(), next, next.routing() == Routing.BY_KEY ? "by key" : "by partition"));
    }

    private void lanes(int from, StagePlan to, String rule) {
        line("    -> stage '%s' by %s, %s", to.name(), count(from * to.parallelism(), "lane"), rule);
    }

    private void node(Node node) {
        line("    %s (%s%s)", node.name(), node.operation(), lookups(node));
    }

    private static String lookups(Node node) {
        return node instanceof Node.Operator operator
                ? operator.globalTables().stream()
                        .map(table -> ", looks into " + table.name())
                        .collect(Collectors.joining())
                : "";
    }

    private void shuffles() {
        if (plan.shuffles().isEmpty()) {
            return;
        }
        line("");
        line("  shuffles:");
        for (ShufflePlan shuffle : plan.shuffles()) {
            line("    %s: %s, since %s", shuffle.name(), kind(shuffle.kind()), shuffle.reason());
            shuffle.topic().ifPresent(topic -> line("      topic '%s', %s", topic.name(), partitions(topic)));
        }
    }

    /** Says what a further instance is for, where that is not to take a share. */
    private void instances() {
        if (plan.isUndivided()) {
            line("");
            line(
                    "  instances: one has all partitions and all state, which is not divided, since there is a LOCAL shuffle;");
            line("    every other one has none, keeps a copy of all state, and takes over when that one is gone");
        }
    }

    private static String kind(ShufflePlan.Kind kind) {
        return switch (kind) {
            case PROVEN_AWAY -> "PROVEN AWAY";
            case LOCAL -> "LOCAL";
            case DURABLE -> "DURABLE";
        };
    }

    private String partitions(RepartitionTopic topic) {
        if (topic.partitions().isPresent()) {
            return count(topic.partitions().getAsInt(), "partition");
        }
        List<String> siblings = plan.shardGroupOf(topic.name()).stream()
                .flatMap(group -> group.topics().stream())
                .filter(other -> !plan.isRepartitionTopic(other))
                .toList();
        if (!siblings.isEmpty()) {
            return "as many partitions as '%s', with which it shares state".formatted(siblings.get(0));
        }
        return topic.inputs().size() == 1
                ? "made with as many partitions as '%s' has then"
                        .formatted(topic.inputs().iterator().next())
                : "made with as many partitions as the largest of its inputs has then";
    }

    private void outputs() {
        if (plan.sinkPlans().isEmpty()) {
            return;
        }
        line("");
        line("  outputs:");
        for (Node.Sink sink : plan.sinks()) {
            SinkPlan sending = plan.sinkPlan(sink.name());
            line(
                    "    %s to %s: %s%s, since %s",
                    sink.name(),
                    sink.destination() instanceof Node.FixedTopic fixed ? "'" + fixed.topic() + "'" : "chosen topics",
                    sending(sending),
                    sending.withIds() ? ", with output ids" : "",
                    sending.reason());
        }
        plan.externalSinks().forEach(this::externalSink);
    }

    private void externalSink(Node.ExternalSink sink) {
        SinkPlan sending = plan.sinkPlan(sink.name());
        line(
                "    %s elsewhere: in batches of %d, written %s, since %s",
                sink.name(),
                sink.batched().size(),
                sending.withIds() ? "once in effect, by output ids" : "at least once",
                sending.reason());
        line("      on %s without a slot", threads(plan.stageOf(sink.name()).parallelism()));
    }

    private static String threads(int number) {
        return number == 1 ? "a thread of its own" : "%d threads of its own".formatted(number);
    }

    /** Says what becomes of records that fail, where that is not only to fail the topology. */
    private void errors() {
        ErrorSettings errors = settings.errors();
        if (errors.policies().isEmpty()
                && errors.stagePolicies().isEmpty()
                && errors.handler().isEmpty()) {
            return;
        }
        line("");
        line(
                "  records that fail%s:",
                errors.handler().isPresent() ? ", unless the error handler decides otherwise" : "");
        for (StagePlan stage : plan.stages()) {
            line("    in stage '%s': %s", stage.name(), policies(stage.name()));
        }
        plan.deadLetters()
                .ifPresent(letters -> line(
                        "    dead letters go to '%s' %s, since %s",
                        letters.topic(), sending(letters.sink()), letters.sink().reason()));
    }

    private String policies(String stage) {
        return Stream.of(ErrorPhase.values())
                .map(phase ->
                        "%s %s".formatted(word(phase), policy(settings.errors().policy(stage, phase))))
                .collect(Collectors.joining(", "));
    }

    private static String policy(ErrorPolicy policy) {
        if (policy instanceof ErrorPolicy.Retry retry) {
            int retries = retry.policy().maxRetries();
            return "retry %s and then %s"
                    .formatted(
                            retries == RetryPolicy.UNLIMITED ? "without end" : count(retries, "time"),
                            policy(retry.otherwise()));
        }
        if (policy instanceof ErrorPolicy.Skip) {
            return "skip";
        }
        return policy instanceof ErrorPolicy.DeadLetter ? "dead-letter" : "fail";
    }

    private static String sending(SinkPlan sink) {
        return switch (sink.sending()) {
            case AT_ONCE -> "at once";
            case WITH_CHECKPOINT -> "with the checkpoint";
            case IN_BATCHES -> "in batches";
        };
    }

    private static String count(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void line(String format, Object... values) {
        text.append(format.formatted(values)).append('\n');
    }
}
