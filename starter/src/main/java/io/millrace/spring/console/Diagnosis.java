package io.millrace.spring.console;

import java.util.Optional;

/**
 * How a topology is, in words. Immutable.
 *
 * @param headline what is to be known first; without numbers, so that it stays while they change
 * @param detail the numbers that show it
 * @param advice what to do; empty if there is nothing to do
 * @param stage the stage that it is about
 */
record Diagnosis(Severity severity, String headline, String detail, String advice, Optional<String> stage) {

    Diagnosis(Severity severity, String headline, String detail, String advice) {
        this(severity, headline, detail, advice, Optional.empty());
    }

    /** How much it is in need of somebody. */
    enum Severity {
        GOOD,
        INFO,
        WARN,
        BAD
    }
}
