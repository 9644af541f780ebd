package io.millrace.spring.query;

import java.net.http.HttpRequest;

/** Completes the requests by which this instance asks others, such as with a token where their ends are secured. Thread-safe. */
@FunctionalInterface
public interface StateRequestCustomizer {

    void customize(HttpRequest.Builder request);
}
