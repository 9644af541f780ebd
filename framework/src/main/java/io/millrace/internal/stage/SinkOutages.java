package io.millrace.internal.stage;

import io.millrace.sink.UnavailableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Tells by what a sink elsewhere has thrown whether nobody was there to take records: then it has nothing to do with what they are. */
final class SinkOutages {

    private static final int MOST_CAUSES = 20;

    private static final List<Class<? extends Exception>> OUTAGES = List.of(
            UnavailableException.class,
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class,
            HttpTimeoutException.class,
            ClosedChannelException.class,
            TimeoutException.class);

    private SinkOutages() {}

    static boolean isOutage(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            Throwable link = cause;
            if (OUTAGES.stream().anyMatch(outage -> outage.isInstance(link))) {
                return true;
            }
            cause = link.getCause();
        }
        return false;
    }
}
