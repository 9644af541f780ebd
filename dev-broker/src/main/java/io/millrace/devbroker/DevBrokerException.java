package io.millrace.devbroker;

/** The development broker could not start; the message says what to change. */
public class DevBrokerException extends RuntimeException {

    DevBrokerException(String message) {
        super(message);
    }

    DevBrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
