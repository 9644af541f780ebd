package io.millrace.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps the engine from logging what thousands of schedules make it warn of. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private static final String OURS = "io.millrace";

    @Override
    public void beforeAll(ExtensionContext context) {
        begin();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger().setLevel(Level.INFO);
    }

    static void begin() {
        logger().setLevel(Level.OFF);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(OURS);
    }
}
