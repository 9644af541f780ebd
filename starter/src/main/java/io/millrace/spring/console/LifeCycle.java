package io.millrace.spring.console;

import io.millrace.runtime.TopologyEnd;
import io.millrace.spring.console.Diagnosis.Severity;
import io.millrace.spring.view.TopologyView;
import java.util.Optional;

/** Tells of topologies that do not run at the moment: why, and what to do. */
final class LifeCycle {

    private static final String NO_REASON = "No reason is known; the log may have one.";

    private LifeCycle() {}

    /** Returns what is to be told of its state; empty where it runs. */
    static Optional<Diagnosis> diagnosis(TopologyView view) {
        return switch (view.state()) {
            case RUNNING -> Optional.empty();
            case FAILED ->
                Optional.of(
                        new Diagnosis(
                                Severity.BAD,
                                "It has failed and does not run",
                                view.failure().orElse(NO_REASON),
                                "Mend the cause, then start it again: with the service, or by itself through the actuator endpoint 'millrace'. It goes on from its last checkpoint, and nothing is lost."));
            case RESTARTING ->
                Optional.of(new Diagnosis(
                        Severity.WARN,
                        "It has failed and is tried again",
                        view.failure().orElse(NO_REASON),
                        "It goes on from its last checkpoint by itself. If it fails every time, mend the cause."));
            case STOPPED -> Optional.of(stopped(view));
            case STARTING ->
                Optional.of(new Diagnosis(
                        Severity.INFO, "It starts", "Its topics are looked up and its clients made.", ""));
            case DRAINING ->
                Optional.of(new Diagnosis(
                        Severity.INFO,
                        "It stops",
                        "It reads nothing more, and finishes and commits what is in flight.",
                        ""));
            case CREATED ->
                Optional.of(new Diagnosis(
                        Severity.INFO,
                        "It was not started yet",
                        "Nothing of it runs.",
                        "Start it, or 'millrace.auto-startup'."));
            case CLOSED ->
                Optional.of(new Diagnosis(Severity.INFO, "It has ended for good", "The service closed it.", ""));
        };
    }

    private static Diagnosis stopped(TopologyView view) {
        return view.end().filter(TopologyEnd.FINISHED::equals).isPresent()
                ? new Diagnosis(
                        Severity.GOOD, "It has finished", "All that was there when it began is done and durable.", "")
                : new Diagnosis(
                        Severity.INFO,
                        "It is stopped",
                        "Its last checkpoint has all that it did.",
                        "Start it again when you like; it goes on from there.");
    }
}
