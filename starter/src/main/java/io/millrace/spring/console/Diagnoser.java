package io.millrace.spring.console;

import io.millrace.spring.console.Diagnosis.Severity;
import io.millrace.spring.view.RestoreView;
import io.millrace.spring.view.StuckView;
import io.millrace.spring.view.TopologyView;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells how a topology is: first whether it runs, then whether something holds it up, then what limits it. Thread-safe. */
final class Diagnoser {

    private static final double OVERDUE_INTERVALS = 3;
    private static final long OVERDUE_MILLIS = 30_000;

    private Diagnoser() {}

    static Diagnosis of(TopologyView view, Optional<TopologyFlow> flow) {
        return Stream.of(LifeCycle.diagnosis(view), stuck(view), restoring(view))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> running(view, flow));
    }

    /** A checkpoint waits behind all that a slow stage has before it: then the stage is to be told of, and not only what follows from it. */
    private static Diagnosis running(TopologyView view, Optional<TopologyFlow> flow) {
        Diagnosis diagnosis = flow.map(its -> new Bottleneck(view, its).diagnosis())
                .orElseGet(
                        () -> new Diagnosis(Severity.INFO, "It runs", "What it does is known in a few seconds.", ""));
        return isOverdue(view) ? overdue(view, diagnosis) : diagnosis;
    }

    private static Optional<Diagnosis> stuck(TopologyView view) {
        return view.stuck().stream().findFirst().map(Diagnoser::stuck);
    }

    private static Diagnosis stuck(StuckView call) {
        return new Diagnosis(
                Severity.BAD,
                "Stage '%s' is stuck in '%s'".formatted(call.stage(), call.node()),
                "One call lasts for %s already. What comes behind it waits, and nothing is committed."
                        .formatted(Words.time(call.lastingMillis() / 1_000.0)),
                "Mend the code where its thread is, below: it needs an end, or a timeout for what it calls.",
                Optional.of(call.stage()));
    }

    private static Optional<Diagnosis> restoring(TopologyView view) {
        long waiting = view.input().partitions().stream()
                .filter(partition -> partition.restoring())
                .count();
        if (waiting == 0 && view.restores().isEmpty()) {
            return Optional.empty();
        }
        long records = view.restores().stream().mapToLong(RestoreView::records).sum();
        long total =
                view.restores().stream().mapToLong(RestoreView::totalRecords).sum();
        double seconds = view.restores().stream()
                        .mapToLong(RestoreView::timeLeftMillis)
                        .max()
                        .orElse(0)
                / 1_000.0;
        String progress = total == 0
                ? "It looks where its state begins."
                : "%s of about %s records, %s; about %s left."
                        .formatted(
                                Words.count(records),
                                Words.count(total),
                                Words.percent(Math.min(1, (double) records / total)),
                                Words.time(seconds));
        return Optional.of(new Diagnosis(
                Severity.INFO,
                "It restores its state",
                "%s %d of %d partitions wait for it."
                        .formatted(progress, waiting, view.input().partitions().size()),
                "Nothing to do. Local copies on other instances ('standby') make this shorter."));
    }

    private static boolean isOverdue(TopologyView view) {
        long age = view.checkpoint().ageMillis();
        return age > OVERDUE_MILLIS
                && view.checkpoint().intervalMillis().orElse(Long.MAX_VALUE) < age / OVERDUE_INTERVALS;
    }

    private static Diagnosis overdue(TopologyView view, Diagnosis diagnosis) {
        String age = "The last checkpoint is %s old, with one due every %s."
                .formatted(
                        Words.time(view.checkpoint().ageMillis() / 1_000.0),
                        Words.time(view.checkpoint().intervalMillis().orElse(0) / 1_000.0));
        return diagnosis.stage().isPresent()
                ? new Diagnosis(
                        Severity.WARN,
                        diagnosis.headline(),
                        diagnosis.detail() + " " + age,
                        diagnosis.advice(),
                        diagnosis.stage())
                : new Diagnosis(
                        Severity.BAD,
                        "Nothing becomes durable",
                        age,
                        "See the log for why the epoch does not end: Kafka that does not answer, or records that take too long.");
    }
}
