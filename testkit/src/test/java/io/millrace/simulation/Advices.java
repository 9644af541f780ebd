package io.millrace.simulation;

import io.millrace.internal.epoch.Position;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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
}
