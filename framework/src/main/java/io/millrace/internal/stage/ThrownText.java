package io.millrace.internal.stage;

import org.jspecify.annotations.Nullable;

/** What was thrown as text of bounded length. What user code makes of its exceptions may throw itself. */
final class ThrownText {

    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_STACK_TRACE = 8_000;
    private static final int MOST_FRAMES = 25;
    private static final int MOST_CAUSES = 20;

    private ThrownText() {}

    /** Returns the message; null if there is none. */
    static @Nullable String message(Throwable thrown) {
        try {
            @Nullable String message = thrown.getMessage();
            return message == null ? null : shortened(message, LONGEST_MESSAGE);
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** Returns the outermost cause; null if there is none. */
    static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** Returns it with its causes, about as the JVM prints them. */
    static String stackTrace(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        @Nullable Throwable current = thrown;
        for (int depth = 0; current != null && depth < MOST_CAUSES && text.length() < LONGEST_STACK_TRACE; depth++) {
            text.append(depth == 0 ? "" : "Caused by: ")
                    .append(current.getClass().getName())
                    .append(": ")
                    .append(message(current))
                    .append('\n');
            addFrames(current.getStackTrace(), text);
            current = cause(current);
        }
        return shortened(text.toString(), LONGEST_STACK_TRACE);
    }

    /** Leaves room for the causes. */
    private static void addFrames(StackTraceElement[] frames, StringBuilder text) {
        int shown = Math.min(MOST_FRAMES, frames.length);
        for (int index = 0; index < shown; index++) {
            text.append("\tat ").append(frames[index]).append('\n');
        }
        if (shown < frames.length) {
            text.append("\t... ").append(frames.length - shown).append(" more\n");
        }
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
