package io.millrace.runtime;

import io.millrace.errors.ErrorHandler;
import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of records that fail: begin with {@link #defaults()}, which stops the topology, and change what should be different.
 * Immutable.
 *
 * @param policies what is done in each phase, in all stages; those that are not named fail
 * @param stagePolicies the same for single stages, by their names; they go before
 * @param handler asked instead, and told what the policies say
 * @param deadLetterTopic where dead letters go; default {@code <consumer group>-dlt}, which is made if it is missing
 * @param circuit how many records may be given up before the topology is
 * @param stuckAfter how long user code may be busy with one record before it is told to be stuck; default 30 s, zero for any time
 * @param maxParked how many records each worker may have wait for a retry, their own or another's of their key, before it takes
 *     nothing new; default 1,000
 */
public record ErrorSettings(
        Map<ErrorPhase, ErrorPolicy> policies,
        Map<String, Map<ErrorPhase, ErrorPolicy>> stagePolicies,
        Optional<ErrorHandler> handler,
        Optional<String> deadLetterTopic,
        Circuit circuit,
        Duration stuckAfter,
        int maxParked) {

    private static final ErrorSettings DEFAULTS = new ErrorSettings(
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            new Circuit(1_000, Duration.ofMinutes(1)),
            Duration.ofSeconds(30),
            1_000);

    public ErrorSettings {
        policies = Map.copyOf(policies);
        Map<String, Map<ErrorPhase, ErrorPolicy>> copy = new HashMap<>();
        stagePolicies.forEach((stage, ofStage) -> copy.put(stage, Map.copyOf(ofStage)));
        stagePolicies = Map.copyOf(copy);
        if (stuckAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "stuckAfter is %s: give a duration, or zero to look for nothing".formatted(stuckAfter));
        }
        if (maxParked < 1) {
            throw new IllegalArgumentException("maxParked is %d: give at least 1".formatted(maxParked));
        }
    }

    /**
     * How many records may be skipped or dead-lettered: with one more, it is not the records that are wrong, and the topology is FAILED.
     *
     * @param maxErrors within {@code window}, about; default 1,000, at least 1; {@link Integer#MAX_VALUE} for any number
     * @param window default 1 min, above zero
     */
    public record Circuit(int maxErrors, Duration window) {

        public Circuit {
            if (maxErrors < 1) {
                throw new IllegalArgumentException("maxErrors is %d: give at least 1".formatted(maxErrors));
            }
            if (window.isNegative() || window.isZero()) {
                throw new IllegalArgumentException("window is %s: give a duration above zero".formatted(window));
            }
        }
    }

    public static ErrorSettings defaults() {
        return DEFAULTS;
    }

    /** Sets what is done in all phases, where a stage has no policy of its own. */
    public ErrorSettings withPolicy(ErrorPolicy policy) {
        return withPolicies(inAllPhases(policy));
    }

    /** Sets what is done in {@code phase}, where a stage has no policy of its own. */
    public ErrorSettings withPolicy(ErrorPhase phase, ErrorPolicy policy) {
        return withPolicies(with(policies, phase, policy));
    }

    private ErrorSettings withPolicies(Map<ErrorPhase, ErrorPolicy> newPolicies) {
        return new ErrorSettings(newPolicies, stagePolicies, handler, deadLetterTopic, circuit, stuckAfter, maxParked);
    }

    /** Sets what is done in all phases in the stage named {@code stage}. */
    public ErrorSettings withStagePolicy(String stage, ErrorPolicy policy) {
        return withStagePolicies(stage, inAllPhases(policy));
    }

    /** Sets what is done in {@code phase} in the stage named {@code stage}. */
    public ErrorSettings withStagePolicy(String stage, ErrorPhase phase, ErrorPolicy policy) {
        return withStagePolicies(stage, with(stagePolicies.getOrDefault(stage, Map.of()), phase, policy));
    }

    private ErrorSettings withStagePolicies(String stage, Map<ErrorPhase, ErrorPolicy> ofStage) {
        Map<String, Map<ErrorPhase, ErrorPolicy>> changed = new HashMap<>(stagePolicies);
        changed.put(stage, ofStage);
        return new ErrorSettings(policies, changed, handler, deadLetterTopic, circuit, stuckAfter, maxParked);
    }

    /** Has {@code newHandler} decide, instead of the policies. */
    public ErrorSettings withHandler(ErrorHandler newHandler) {
        return new ErrorSettings(
                policies, stagePolicies, Optional.of(newHandler), deadLetterTopic, circuit, stuckAfter, maxParked);
    }

    public ErrorSettings withDeadLetterTopic(String topic) {
        return new ErrorSettings(policies, stagePolicies, handler, Optional.of(topic), circuit, stuckAfter, maxParked);
    }

    public ErrorSettings withCircuit(int maxErrors, Duration window) {
        return new ErrorSettings(
                policies,
                stagePolicies,
                handler,
                deadLetterTopic,
                new Circuit(maxErrors, window),
                stuckAfter,
                maxParked);
    }

    public ErrorSettings withStuckAfter(Duration newStuckAfter) {
        return new ErrorSettings(policies, stagePolicies, handler, deadLetterTopic, circuit, newStuckAfter, maxParked);
    }

    public ErrorSettings withMaxParked(int newMaxParked) {
        return new ErrorSettings(policies, stagePolicies, handler, deadLetterTopic, circuit, stuckAfter, newMaxParked);
    }

    /** Returns what is done with a record that fails in {@code phase} in the stage named {@code stage}, if there is no handler. */
    public ErrorPolicy policy(String stage, ErrorPhase phase) {
        ErrorPolicy ofAll = policies.getOrDefault(phase, ErrorPolicy.fail());
        return stagePolicies.getOrDefault(stage, Map.of()).getOrDefault(phase, ofAll);
    }

    /** Returns whether a record that fails in {@code phase} in the stage named {@code stage} may be tried again. */
    public boolean mayRetry(String stage, ErrorPhase phase) {
        return handler.map(ErrorHandler::mayRetry).orElseGet(() -> policy(stage, phase) instanceof ErrorPolicy.Retry);
    }

    /** Returns whether a record that fails in {@code phase} in the stage named {@code stage} may be skipped or dead-lettered. */
    public boolean mayGiveUp(String stage, ErrorPhase phase) {
        return handler.isPresent() || endsInGivingUp(policy(stage, phase));
    }

    private static boolean endsInGivingUp(ErrorPolicy policy) {
        ErrorPolicy last = policy instanceof ErrorPolicy.Retry retry ? retry.otherwise() : policy;
        return !(last instanceof ErrorPolicy.Fail);
    }

    /** Returns whether there may be dead letters. */
    public boolean mayDeadLetter() {
        return handler.isPresent()
                || Stream.concat(
                                policies.values().stream(),
                                stagePolicies.values().stream().map(Map::values).flatMap(Collection::stream))
                        .anyMatch(ErrorSettings::endsInDeadLetter);
    }

    private static boolean endsInDeadLetter(ErrorPolicy policy) {
        return policy instanceof ErrorPolicy.DeadLetter
                || (policy instanceof ErrorPolicy.Retry retry && retry.otherwise() instanceof ErrorPolicy.DeadLetter);
    }

    private static Map<ErrorPhase, ErrorPolicy> inAllPhases(ErrorPolicy policy) {
        Map<ErrorPhase, ErrorPolicy> all = new EnumMap<>(ErrorPhase.class);
        for (ErrorPhase phase : ErrorPhase.values()) {
            all.put(phase, policy);
        }
        return all;
    }

    private static Map<ErrorPhase, ErrorPolicy> with(
            Map<ErrorPhase, ErrorPolicy> before, ErrorPhase phase, ErrorPolicy policy) {
        Map<ErrorPhase, ErrorPolicy> changed = new HashMap<>(before);
        changed.put(phase, policy);
        return changed;
    }
}
