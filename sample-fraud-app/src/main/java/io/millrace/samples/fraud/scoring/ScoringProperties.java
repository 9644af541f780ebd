package io.millrace.samples.fraud.scoring;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code fraud.scoring.*} says.
 *
 * <p>Immutable.
 *
 * @param url Where payments are scored, such as 'http://localhost:8080/scoring/score'. By default that is this service itself.
 * @param timeout How long the answer to a call is waited for. A payment without one is judged by the rules alone.
 * @param capacity Number of payments that may wait for their scores at a time. With more, nothing more is read for a while.
 */
@ConfigurationProperties("fraud.scoring")
public record ScoringProperties(
        @Nullable URI url,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("500") int capacity) {

    public ScoringProperties {
        require(
                url == null
                        || ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null,
                "url",
                url,
                "an address that begins with http:// or https://");
        require(timeout.toMillis() > 0, "timeout", timeout, "a duration above zero");
        require(capacity >= 1, "capacity", capacity, "1 or more");
    }

    private static void require(boolean fulfilled, String property, @Nullable Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(
                    "'fraud.scoring.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
