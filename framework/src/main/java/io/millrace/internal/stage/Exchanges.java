package io.millrace.internal.stage;

import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import java.util.Collection;
import java.util.List;

/** All exchanges from one worker to the stages behind. Confined to the worker. */
record Exchanges(List<Exchange> all) {

    Exchanges {
        all = List.copyOf(all);
    }

    static Exchanges of(Collection<Exchange> exchanges) {
        return new Exchanges(List.copyOf(exchanges));
    }

    /** Publishes what did not fit before; returns how much of it. */
    int flush() {
        int flushed = 0;
        for (Exchange exchange : all) {
            flushed += exchange.flush();
        }
        return flushed;
    }

    /** Returns whether everything was published. */
    boolean areClear() {
        for (Exchange exchange : all) {
            if (!exchange.isClear()) {
                return false;
            }
        }
        return true;
    }

    void open(LaneEvent.Opening opening) {
        all.forEach(exchange -> exchange.open(opening));
    }

    void broadcast(LaneEvent.Barrier barrier) {
        all.forEach(exchange -> exchange.broadcast(barrier));
    }
}
