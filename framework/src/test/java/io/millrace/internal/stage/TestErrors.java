package io.millrace.internal.stage;

import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologySettings;

/** What workers share about records that fail, for those of a test. */
final class TestErrors {

    private TestErrors() {}

    static RunErrors of(TopologySettings settings, TimeSource time) {
        return new RunErrors(
                settings.errors(), new ErrorMeter("cards", settings.errors().circuit(), time));
    }
}
