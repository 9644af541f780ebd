package io.millrace.internal.stage;

/**
 * Where something was thrown, with its causes, for the log: types and places, and no messages, since those of foreign code may quote
 * records. What user code makes of its exceptions may throw itself.
 */
public final class StackText {

    private static final int MOST_CAUSES = 10;
    private static final int MOST_FRAMES = 25;

    private StackText() {}

    /** Returns lines that each begin with a line feed. */
    public static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable current = thrown;
        for (int depth = 0; current != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "\n" : "\ncaused by ")
                    .append(current.getClass().getName());
            StackTraceElement[] frames = current.getStackTrace();
            for (int index = 0; index < Math.min(MOST_FRAMES, frames.length); index++) {
                text.append("\n\tat ").append(frames[index]);
            }
            current = ThrownText.cause(current);
        }
        return text.toString();
    }
}
