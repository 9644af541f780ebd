package io.millrace.simulation;

import io.millrace.internal.epoch.Position;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.processor.OutputId;
import io.millrace.topology.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Code that {@link SeededFault}s put into methods of the engine. It is copied there, and never called here. */
final class Advices {

    private Advices() {}

    /** Asks for what is committed, whatever open transactions are about to commit. */
    static final class UnstableOffsets {
        private UnstableOffsets() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) boolean stable) {
            stable = false;
        }
    }

    /** Goes on to collect changes in the set that was sealed. */
    static final class SealedSetStaysInUse {
        private SealedSetStaysInUse() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("nothing") Object nothing,
                @Advice.FieldValue("sealed") Object sealed,
                @Advice.FieldValue(value = "unsealed", readOnly = false) Object unsealed) {
            if (sealed != nothing) {
                unsealed = sealed;
            }
        }
    }

    /** Takes the position behind all that was polled for that behind all that has entered the lane. */
    static final class PositionOfConsumer {
        private PositionOfConsumer() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.Return(readOnly = false) Position position,
                @Advice.FieldValue("positionWhenEmpty") @Nullable Position polled) {
            if (polled != null) {
                position = polled;
            }
        }
    }

    /** Forgets what is sealed as soon as it is written. */
    static final class SealedChangesForgotten {
        private SealedChangesForgotten() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object shard) {
            PrivateCalls.call(shard, "committed", -1L);
        }
    }

    /** Commits as somebody whose membership Kafka does not check. */
    static final class NoMember {
        private NoMember() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) ConsumerGroupMetadata member) {
            member = PrivateCalls.withoutMember(member);
        }
    }

    /** Takes a load for complete as soon as it has begun. */
    static final class LoadNeverBehind {
        private LoadNeverBehind() {}

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("open") boolean open, @Advice.Return(readOnly = false) boolean reached) {
            reached = open;
        }
    }

    /** Keeps the marks of replays out of the checkpoint. */
    static final class MarksNotLogged {
        private MarksNotLogged() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Node.ReplayFilter filter) {
            filter = new Node.ReplayFilter(
                    filter.name(), filter.inputs(), filter.newest().withLoggingDisabled());
        }
    }

    /** Gives all outputs of one input the same id. */
    static final class NoOrdinal {
        private NoOrdinal() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) OutputId id) {
            id = new OutputId(id.channel(), id.offset(), 0);
        }
    }

    /** Takes topics of one name for one topic. */
    static final class NoTopicId {
        private NoTopicId() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) OutputId id) {
            id = new OutputId(
                    new OutputId.Channel(
                            id.channel().writer(),
                            new UUID(0, 0),
                            id.channel().partition(),
                            id.channel().keyGroup()),
                    id.offset(),
                    id.ordinal());
        }
    }

    /** Sends outputs at once that are to wait for the transaction. */
    static final class SentAtOnce {
        private SentAtOnce() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) SinkPlan.Sending sending) {
            sending = SinkPlan.Sending.AT_ONCE;
        }
    }

    /** Forgets the outputs of a commit that was not made. */
    static final class OutputsForgotten {
        private OutputsForgotten() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.Return boolean durable,
                @Advice.FieldValue(value = "outputs", readOnly = false) List<?> outputs) {
            if (!durable) {
                outputs = List.of();
            }
        }
    }

    /** Drops what was read and has not entered the lanes, and does not read it again. */
    static final class WaitingForgotten {
        private WaitingForgotten() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("parts") Object parts) {
            PrivateCalls.call(PrivateCalls.get(parts, "feeds"), "dropWaiting");
        }
    }

    /** Knows of no topics. */
    static final class NoTopics {
        private NoTopics() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Set<String> topics) {
            topics = Set.of();
        }
    }

    /** Deletes what is there, and not only what is committed. */
    static final class AllDeleted {
        private AllDeleted() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) Map<TopicPartition, Long> offsets) {
            offsets = PrivateCalls.toTheEnd(offsets);
        }
    }

    /** Takes the calls of a node for ones that are the same at a replay. */
    static final class CallsRepeat {
        private CallsRepeat() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<String> obstacle) {
            obstacle = Optional.empty();
        }
    }
}
