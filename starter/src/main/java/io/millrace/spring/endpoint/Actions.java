package io.millrace.spring.endpoint;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.MillraceException;
import io.millrace.internal.plan.NearestName;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyHandle;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Has topologies do what somebody asks for, where that is enabled, and says what came of it. Thread-safe. */
final class Actions {

    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private static final List<String> NAMES =
            List.of("pause", "resume", "checkpoint", "restart", "switch-trigger", "replay-dead-letters");

    private final boolean enabled;

    Actions(boolean enabled) {
        this.enabled = enabled;
    }

    WebEndpointResponse<Object> run(TopologyHandle topology, String action, ActionInput input) {
        if (!enabled) {
            return refused(
                    "Actions are not enabled: set 'millrace.endpoint.actions.enabled=true', and let nobody else call them",
                    FORBIDDEN);
        }
        if (!NAMES.contains(action)) {
            return refused(
                    "There is no action '%s'. %s".formatted(action, NearestName.suggest(action, NAMES)),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        try {
            String result = result(topology, action, input);
            return MillraceEndpoint.answer(
                    new ActionResult(topology.name(), action, topology.state(), topology.isPaused(), result),
                    WebEndpointResponse.STATUS_OK);
        } catch (IllegalArgumentException | InvalidSettingsException e) {
            return refused(String.valueOf(e.getMessage()), WebEndpointResponse.STATUS_BAD_REQUEST);
        } catch (IllegalStateException e) {
            return refused(String.valueOf(e.getMessage()), CONFLICT);
        } catch (MillraceException e) {
            return refused(String.valueOf(e.getMessage()), UNAVAILABLE);
        }
    }

    private static String result(TopologyHandle topology, String action, ActionInput input) {
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology.name())
                .log("Topology '{}': action '{}' is asked for at the endpoint", topology.name(), action);
        switch (action) {
            case "pause" -> {
                topology.pause();
                return "It reads nothing new until it is resumed";
            }
            case "resume" -> {
                topology.resume();
                return "It reads again";
            }
            case "checkpoint" -> {
                return describe(topology.checkpoint());
            }
            case "restart" -> {
                topology.restart();
                return "It was stopped with a checkpoint, unless the log says otherwise, and runs again from the last one";
            }
            case "switch-trigger" -> {
                topology.switchTrigger(input.requiredTrigger());
                return "Its trigger is %s".formatted(topology.settings().trigger());
            }
            default -> {
                return describe(topology.replayDeadLetters(input.letters()));
            }
        }
    }

    private static String describe(EpochProgress progress) {
        return String.format(
                Locale.ROOT,
                "Epoch %d is durable, with %d records read and %d outputs",
                progress.epoch(),
                progress.recordsIn(),
                progress.recordsOut());
    }

    private static String describe(DeadLetterReplay.Result replay) {
        return "%d dead letters were sent back, %d were not asked for, and %d can't be sent back"
                .formatted(replay.sent(), replay.left(), replay.unusable());
    }

    private static WebEndpointResponse<Object> refused(String message, int status) {
        return MillraceEndpoint.answer(new Refusal(message), status);
    }
}
