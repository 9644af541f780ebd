package io.millrace.samples.fraud.scoring;

import io.millrace.samples.common.json.Json;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Asks the scoring service over HTTP. No thread waits for an answer; whoever cancels what {@link #score} returns ends the request.
 *
 * <p>Thread-safe.
 */
@Component
final class HttpScoring implements Scoring {
    private static final ObjectReader ANSWER = Json.mapper().readerFor(Score.class);

    /** Hundreds of times what a score takes. */
    private static final int LARGEST_ANSWER = 64 * 1024;

    private final HttpClient http;
    private volatile @Nullable URI address;

    HttpScoring(ScoringProperties properties) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.timeout())
                .build();
        this.address = properties.url();
    }

    /** Finds the service at home where no other is configured; its port is known only now. */
    @EventListener
    void listening(WebServerInitializedEvent event) {
        if (address == null) {
            address = URI.create("http://127.0.0.1:%d/scoring/score"
                    .formatted(event.getWebServer().getPort()));
        }
    }

    @Override
    public CompletableFuture<Score> score(Payment payment) {
        URI to = address;
        if (to == null) {
            return CompletableFuture.failedFuture(
                    new ScoringFailedException("The web server that would score does not run yet"));
        }
        HttpRequest request = HttpRequest.newBuilder(to)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(payment)))
                .build();
        return http.sendAsync(request, BoundedBody.upTo(LARGEST_ANSWER)).thenApply(HttpScoring::read);
    }

    private static Score read(HttpResponse<Optional<byte[]>> response) {
        if (response.statusCode() != 200) {
            throw new ScoringFailedException(
                    "The scoring service answered with status %d, not with a score".formatted(response.statusCode()));
        }
        byte[] answer = response.body()
                .orElseThrow(() -> new ScoringFailedException(
                        "The scoring service's answer is no score, but more than %d bytes".formatted(LARGEST_ANSWER)));
        try {
            Score score = ANSWER.readValue(answer);
            if (score != null) {
                return score;
            }
        } catch (JacksonException e) {
            // Without its cause, whose message quotes the answer.
            throw new ScoringFailedException(
                    "The scoring service's answer is no score: " + e.getClass().getSimpleName());
        }
        throw new ScoringFailedException("The scoring service's answer is no score but the word null");
    }
}
