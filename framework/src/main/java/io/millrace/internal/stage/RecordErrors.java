package io.millrace.internal.stage;

import io.millrace.errors.ErrorHandler;
import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.MillraceException;
import io.millrace.errors.OutputTooLargeException;
import io.millrace.errors.RecordError;
import io.millrace.errors.StoreSerdeException;
import io.millrace.errors.TooManyErrorsException;
import io.millrace.errors.UnusableDeadLetterTopicException;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.DeadLetterPlan;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a record that has failed, and does it, unless it is to be tried again.
 *
 * <p>What is broken with the process or with the engine is no matter of a record, and always fails the topology.
 *
 * <p>Confined to the worker.
 */
final class RecordErrors {

    /** In place of a pause: there is no next try. */
    static final long OVER = -1;

    private static final int MOST_CAUSES = 50;

    private final StageContext context;
    private final RunErrors run;
    private final @Nullable DeadLetterWriter deadLetters;
    private final Random random;

    /** {@code writer} takes the dead letters, if there can be any. */
    RecordErrors(StageContext context, RunErrors run, Optional<DeadLetterPlan> deadLetters, OutputWriter writer) {
        this.context = context;
        this.run = run;
        this.deadLetters = deadLetters
                .map(plan -> new DeadLetterWriter(context, plan, writer))
                .orElse(null);
        this.random = new Random(context.time().nanoTime()); // the same in a simulation that is run again
    }

    /**
     * The record in hand has failed.
     *
     * @param attempt how often it has been tried by now
     * @return for how many nanoseconds it has to wait for its next try, or {@link #OVER}
     * @throws NodeFailure if the topology is to fail
     */
    long decide(String node, ErrorPhase phase, int attempt, Throwable thrown) {
        CurrentRecord current = context.current();
        try {
            return decide(new Failed(node, phase, attempt, thrown, current.origin()));
        } catch (NodeFailure failure) {
            throw current.fail(failure);
        }
    }

    /**
     * Has {@code writer} go on with what it could not send at once, and returns how much that was. What it refuses then has failed, and
     * can't be tried again, since its record is not in hand any more.
     */
    int flush(OutputWriter writer) {
        try {
            return writer.flush();
        } catch (RefusedOutput refused) {
            refused(refused.output().sink().sink(), refused.output().origin(), refused.reason());
            return 1;
        }
    }

    /** What the sink {@code node} was given of {@code origin} is refused, after it had been taken; it can't be tried again. */
    void refused(String node, Origin origin, Throwable reason) {
        Failed failed = new Failed(node, ErrorPhase.PRODUCTION, 1, new FinalFailure(reason), origin);
        try {
            decide(failed);
        } catch (NodeFailure failure) {
            throw failure.on(context, origin);
        } finally {
            origin.trace().end(); // an output's own
        }
    }

    /** Returns whether nothing that {@code writer} was given can come to be a dead letter any more: these belong to their records' epochs. */
    boolean settle(OutputWriter writer) {
        return deadLetters == null || writer.settle();
    }

    /** What has failed. */
    record Failed(String node, ErrorPhase phase, int attempt, Throwable raw, Origin origin) {

        Throwable thrown() {
            return raw instanceof FinalFailure failure ? failure.thrown() : raw;
        }

        boolean mayBeRetried() {
            return raw == thrown() && !(raw instanceof OutputTooLargeException);
        }
    }

    private long decide(Failed failed) {
        failed.origin().trace().failed(failed.thrown());
        if (isNoMatterOfRecords(failed.thrown())) {
            throw new NodeFailure(failed.node(), failed.thrown());
        }
        ErrorPolicy policy = policy(failed);
        if (policy instanceof ErrorPolicy.Retry retry) {
            if (failed.mayBeRetried() && retry.policy().allows(failed.attempt() - 1)) {
                run.meter().retried();
                return retry.policy()
                        .delay(failed.attempt(), random.nextDouble())
                        .toNanos();
            }
            policy = retry.otherwise();
        }
        if (policy instanceof ErrorPolicy.Fail) {
            throw new NodeFailure(failed.node(), failed.thrown());
        }
        giveUp(failed, policy);
        return OVER;
    }

    private void giveUp(Failed failed, ErrorPolicy policy) {
        GivenUp givenUp = new GivenUp(context, failed.node(), failed.origin(), failed.thrown());
        try {
            if (policy instanceof ErrorPolicy.DeadLetter) {
                letters().write(failed);
                run.meter().deadLettered(givenUp);
            } else {
                run.meter().skipped(givenUp);
            }
        } catch (TooManyErrorsException | UnusableDeadLetterTopicException e) {
            throw new NodeFailure(failed.node(), e);
        }
    }

    private DeadLetterWriter letters() {
        if (deadLetters == null) {
            throw new IllegalStateException("A record is to be dead-lettered, and the plan has no dead letters");
        }
        return deadLetters;
    }

    private ErrorPolicy policy(Failed failed) {
        ErrorPolicy configured = run.settings().policy(context.stage(), failed.phase());
        return run.settings()
                .handler()
                .map(handler -> ask(handler, failed, configured))
                .orElse(configured);
    }

    private ErrorPolicy ask(ErrorHandler handler, Failed failed, ErrorPolicy configured) {
        Origin origin = failed.origin();
        try {
            ErrorPolicy answer = handler.handle(new RecordError(
                    context.topology(),
                    context.stage(),
                    failed.node(),
                    failed.phase(),
                    origin.assignment().topic(),
                    origin.assignment().partition().partition(),
                    origin.offset(),
                    failed.attempt(),
                    configured,
                    failed.thrown()));
            if (answer instanceof ErrorPolicy.Retry && !handler.mayRetry()) {
                throw new IllegalStateException(
                        "Error handler '%s' asks for a retry, though its mayRetry() says that it never does"
                                .formatted(handler.getClass().getName()));
            }
            return answer;
        } catch (Throwable thrown) {
            if (thrown != failed.thrown()) {
                thrown.addSuppressed(failed.thrown());
            }
            throw new NodeFailure(failed.node(), thrown);
        }
    }

    private static boolean isNoMatterOfRecords(Throwable thrown) {
        if (thrown instanceof MillraceException) {
            return !(thrown instanceof OutputTooLargeException || thrown instanceof StoreSerdeException);
        }
        if (thrown instanceof StackOverflowError overflow) {
            return isInTheEngine(overflow);
        }
        return thrown instanceof VirtualMachineError
                || thrown instanceof LinkageError
                || thrown instanceof ThreadDeath
                || isOfInterrupt(thrown);
    }

    /** Whoever runs out of stack in the engine's own code may leave it half done, as a lane without the event that it has room for. */
    private static boolean isInTheEngine(StackOverflowError overflow) {
        for (StackTraceElement frame : overflow.getStackTrace()) {
            String place = frame.getClassName();
            if (!place.startsWith("java.") && !place.startsWith("jdk.") && !place.startsWith("sun.")) {
                return place.startsWith("io.millrace.internal.")
                        || place.startsWith("com.lmax.")
                        || place.startsWith("org.apache.kafka.clients.");
            }
        }
        return false;
    }

    /** Nobody but the run that ends interrupts its workers. */
    private static boolean isOfInterrupt(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof InterruptedException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
