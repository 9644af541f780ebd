package io.millrace.simulation;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/** A fault in the engine that the simulation has to find. */
enum SeededFault {
    COMMIT_BEFORE_ACKNOWLEDGEMENTS(
            401,
            400,
            Patch.of("kafka.SinkWriter").withoutCalls("send", "sent"),
            Patch.of("kafka.SinkWriter$Acknowledgement").withoutCalls("onCompletion", "acknowledged")),
    COMMIT_BEFORE_THE_BARRIER_HAS_PASSED(20, Patch.of("epoch.Epoch").returning("isAcknowledged", true)),
    BARRIERS_NOT_ALIGNED(500, Patch.of("epoch.BarrierAligner").returning("isClosed", false)),
    CHANGES_WITHOUT_THEIR_OFFSETS(
            20, Patch.of("kafka.CommitTransaction").withoutCalls("write", "sendOffsetsToTransaction")),
    RESTORE_TO_THE_LAST_STABLE_OFFSET_ONLY(
            351,
            300,
            Patch.of("kafka.AdminQuestions").readingInstead("ranges", "READ_UNCOMMITTED", Names.READ_COMMITTED),
            Names.NO_MARKER_CHECK),
    RESTORE_BEFORE_A_PENDING_COMMIT(
            91,
            300,
            Patch.of("kafka.AdminQuestions").advised("offsets", 2, Advices.UnstableOffsets.class),
            Names.NO_MARKER_CHECK),
    COPY_USED_WITHOUT_CATCHING_UP(
            200,
            Patch.of("kafka.ShardLoad").advised("hasReached", 1, Advices.LoadNeverBehind.class),
            Names.NO_MARKER_CHECK),
    SEALED_CHANGES_DROPPED_BEFORE_THE_COMMIT(
            50, Patch.of("state.HeapStoreShard").advised("forEachSealed", 1, Advices.SealedChangesForgotten.class)),
    LOST_ANSWER_TAKEN_FOR_A_COMMIT(500, Patch.of("kafka.CommitProducer").returning("isCommitted", true)),
    NEW_CHANGES_IN_THE_SEALED_SET(50, Patch.of("state.Changes").advised("seal", 0, Advices.SealedSetStaysInUse.class)),
    POSITION_OF_THE_CONSUMER_COMMITTED(
            50, Patch.of("kafka.PartitionFeed").advised("position", 0, Advices.PositionOfConsumer.class)),
    REVOKED_WITHOUT_A_DRAIN(91, 200, Patch.of("kafka.Drain").returning("commit", true)),
    LOST_PARTITIONS_STILL_COMMITTED(
            111, 300, Patch.of("epoch.PartitionAssignment").returning("isDiscarded", false)),
    COMMIT_WITHOUT_A_PLACE_IN_THE_GROUP(
            141,
            500,
            Patch.of("kafka.TransactionCommitter").advised("commit", 1, Advices.NoMember.class),
            Patch.of("kafka.TransactionCommitter").returning("isMember", true)),
    REPLAYS_PASS(100, Patch.of("stage.ReplayFilterOperator").returning("isNew", true)),
    MARKS_NOT_IN_THE_CHECKPOINT(
            100,
            Patch.ofApi("io.millrace.topology.Node$ReplayFilter").advised("behind", 2, Advices.MarksNotLogged.class)),
    ORDINAL_NOT_COUNTED(100, Patch.of("stage.Ordinals$Counter").advised("next", 1, Advices.NoOrdinal.class)),
    TOPIC_ID_IGNORED(100, Patch.of("stage.ReplayFilterOperator").advised("advance", 1, Advices.NoTopicId.class)),
    OUTPUTS_BEFORE_THE_TRANSACTION(100, Patch.of("plan.SinkPlan").advised("sending", 0, Advices.SentAtOnce.class)),
    REFUSED_COMMIT_FORGETS_OUTPUTS(
            300, Patch.of("kafka.TransactionCommitter").advised("isDurable", 1, Advices.OutputsForgotten.class)),
    PURGE_BEYOND_THE_CHECKPOINT(
            300, Patch.of("kafka.AdminQuestions").advised("deleteBefore", 1, Advices.AllDeleted.class)),
    SWITCH_FORGETS_WHAT_WAITS(
            100, Patch.of("kafka.SourceWorker").advised("switchTrigger", 1, Advices.WaitingForgotten.class)),
    JOB_ENDS_TOO_EARLY(100, Patch.of("kafka.JobProgress").returning("isDone", true)),
    JOB_LOOKS_AT_INPUTS_ONLY(300, Patch.of("kafka.JobQuestions").advised("ownTopics", 0, Advices.NoTopics.class)),
    WATERMARK_LOST_AT_A_RESTART(
            300,
            Patch.ofApi("io.millrace.topology.TimeKeeperNode").advised("behind", 3, TimeAdvices.TimeNotLogged.class)),
    UNHEARD_PARTITIONS_HOLD_NOTHING_UP(100, Patch.of("stage.PlacesBefore").returning("of", Set.of())),
    FASTEST_PARTITION_TELLS_THE_TIME(200, Patch.of("stage.TimeInput").returning("isIdle", true)),
    TIMER_FIRES_AGAIN_AFTER_A_RESTART(300, Patch.of("state.ShardTimers").withoutCalls("fired", "remove")),
    TIMERS_LOST_IN_A_RESTORE(200, Patch.of("state.TimerRefill").withoutCalls("add", "setIfAbsent")),
    CLOSED_WINDOW_OPENS_AGAIN(200, Patch.of("operator.TimeShape").advised("add", 3, TimeAdvices.NothingIsLate.class)),
    LATE_RECORDS_VANISH(300, Patch.of("operator.LateOutput").withoutCalls("add", "forward")),
    JOIN_FORGETS_TOO_EARLY(200, Patch.of("operator.JoinSpan").advised("uselessAt", 1, TimeAdvices.AtOnce.class)),
    BARRIER_OVERTAKES_CALLS(300, Patch.of("async.Segment").returning("isWaiting", false)),
    CALLS_OF_A_KEY_UNDER_WAY_TOGETHER(300, Patch.of("async.KeyTurns").returning("mayBegin", true)),
    OUTPUTS_BEHIND_CALLS_TAKEN_TO_REPEAT(
            300, Patch.of("plan.Replays").advised("ofCalls", 1, Advices.CallsRepeat.class));

    private final int first;
    private final int within;
    private final List<Patch> patches;

    SeededFault(int within, Patch... patches) {
        this(1, within, patches);
    }

    /** Where few schedules find it, the first ones that don't are left out: {@code first} is where to begin. */
    SeededFault(int first, int within, Patch... patches) {
        this.first = first;
        this.within = within;
        this.patches = List.of(patches);
    }

    /** Returns the schedule to begin with. */
    int first() {
        return first;
    }

    /** Returns how many schedules from there on find it at the latest. */
    int within() {
        return within;
    }

    List<Patch> patches() {
        return patches;
    }

    /** What several faults need. */
    private static final class Names {
        private static final Patch NO_MARKER_CHECK =
                Patch.of("kafka.RestoredCheckpoint").doingNothingIn("check");
        private static final Field READ_COMMITTED = field();

        private static Field field() {
            try {
                return IsolationLevel.class.getField("READ_COMMITTED");
            } catch (NoSuchFieldException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
    }
}
