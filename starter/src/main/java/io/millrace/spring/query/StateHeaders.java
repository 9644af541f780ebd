package io.millrace.spring.query;

/** The headers of questions and answers. */
final class StateHeaders {

    /** Whose state is asked for, so that a question to an address that is another service's by now is not answered. */
    static final String APPLICATION = "Millrace-Application";

    /** What has become of the question: the name of a reason, or one of those below. */
    static final String ANSWER = "Millrace-Answer";

    static final String FOUND = "FOUND";
    static final String NONE = "NONE";
    static final String BAD = "BAD";

    private StateHeaders() {}
}
