package io.millrace.testkit.internal.spring;

import io.millrace.devbroker.BrokerLoggers;
import java.util.Locale;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.ClassUtils;

/**
 * Keeps the hundreds of lines out of the test's log that a broker in this JVM writes at INFO. A level that the service or the
 * test has set for one of its loggers stays.
 */
final class BrokerLog {
    private static final boolean HAS_BROKER =
            ClassUtils.isPresent("io.millrace.devbroker.BrokerLoggers", BrokerLog.class.getClassLoader());

    private BrokerLog() {}

    static void quieten() {
        if (HAS_BROKER) {
            LoggingSystem logging = LoggingSystem.get(BrokerLog.class.getClassLoader());
            BrokerLoggers.quietLevels()
                    .forEach((logger, level) ->
                            quieten(logging, logger, LogLevel.valueOf(level.toUpperCase(Locale.ROOT))));
        }
    }

    private static void quieten(LoggingSystem logging, String logger, LogLevel level) {
        LoggerConfiguration now = logging.getLoggerConfiguration(logger);
        if (now == null || now.getConfiguredLevel() == null) {
            logging.setLogLevel(logger, level);
        }
    }
}
