package io.millrace.internal.kafka;

/** What keeps a dead letter from being sent back. */
enum ReplayObstacle {
    WITHOUT_RECORD("came from no record, but from a timer or a told table"),
    WITHOUT_ORIGIN("don't tell whence they came"),
    TRUNCATED("were too large to be kept whole"),
    NOT_READ("came from a partition that is gone, or that the topology does not read");

    private final String text;

    ReplayObstacle(String text) {
        this.text = text;
    }

    /** Returns it as what is said of several letters. */
    String text() {
        return text;
    }
}
