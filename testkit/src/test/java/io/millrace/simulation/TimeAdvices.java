package io.millrace.simulation;

import io.millrace.topology.TimeKeeperNode;
import net.bytebuddy.asm.Advice;

/** As {@link Advices}, for what goes by time. */
final class TimeAdvices {

    private TimeAdvices() {}

    /** Keeps event time out of the checkpoint. */
    static final class TimeNotLogged {
        private TimeNotLogged() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) TimeKeeperNode keeper) {
            keeper = new TimeKeeperNode(
                    keeper.name(),
                    keeper.inputs(),
                    keeper.policy(),
                    keeper.times().withLoggingDisabled());
        }
    }

    /** Takes each record as if no window were closed. */
    static final class NothingIsLate {
        private NothingIsLate() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) long watermark) {
            watermark = Long.MIN_VALUE;
        }
    }

    /** Has what begins now be over now. */
    static final class AtOnce {
        private AtOnce() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) long timestamp, @Advice.Return(readOnly = false) long at) {
            at = timestamp;
        }
    }
}
