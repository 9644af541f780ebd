package io.millrace.spring.query;

import io.millrace.query.Answer;
import io.millrace.query.OtherInstances;
import io.millrace.query.Unavailable;
import io.millrace.query.Unavailable.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks other instances by HTTP. Whatever goes wrong on the way is no answer, never a wrong one. Thread-safe. */
final class HttpInstances implements OtherInstances {

    private static final Logger LOG = LoggerFactory.getLogger(HttpInstances.class);
    private static final int LARGEST_ANSWER = 256 * 1024 * 1024;

    private final HttpClient client;
    private final String application;
    private final String path;
    private final Duration timeout;
    private final List<StateRequestCustomizer> customizers;

    HttpInstances(
            HttpClient client,
            String application,
            String path,
            Duration timeout,
            List<StateRequestCustomizer> customizers) {
        this.client = client;
        this.application = application;
        this.path = path;
        this.timeout = timeout;
        this.customizers = List.copyOf(customizers);
    }

    @Override
    public CompletionStage<Answer<byte[]>> ask(String instance, String topology, String store, byte[] question) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("%s%s/%s/%s".formatted(instance, path, topology, store)))
                .timeout(timeout)
                .header(StateHeaders.APPLICATION, application)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question));
        customizers.forEach(customizer -> customizer.customize(request));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(response -> answer(instance, response))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS) // the client's own ends with the headers
                .exceptionally(thrown -> {
                    LOG.debug("Instance '{}' could not be asked for state", instance, thrown);
                    return unknown(
                            Reason.ELSEWHERE,
                            instance,
                            "does not answer: it may be gone, and others about to take over");
                });
    }

    private static Answer<byte[]> answer(String instance, HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String said = response.headers().firstValue(StateHeaders.ANSWER).orElse("");
            return switch (said) {
                case StateHeaders.FOUND -> new Answer.Known<>(body.readNBytes(LARGEST_ANSWER));
                case StateHeaders.NONE -> new Answer.Known<>(new byte[0]);
                case "" ->
                    unknown(
                            Reason.ELSEWHERE,
                            instance,
                            "answers with status %d: it has no end for questions about state here, or does not let this one in"
                                    .formatted(response.statusCode()));
                default -> unknown(reason(said), instance, "can't tell (%s)".formatted(said));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reason reason(String said) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(said)) {
                return reason;
            }
        }
        return Reason.ELSEWHERE; // of another version
    }

    private static Answer<byte[]> unknown(Reason reason, String instance, String what) {
        return new Answer.Unknown<>(new Unavailable(
                reason,
                Set.of(),
                "Instance '%s', which had the state last, %s. Ask again in a moment.".formatted(instance, what)));
    }
}
