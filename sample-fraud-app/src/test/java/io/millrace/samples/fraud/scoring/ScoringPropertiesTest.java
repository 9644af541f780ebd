package io.millrace.samples.fraud.scoring;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringPropertiesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://localhost/score", "http:/score", "/score"})
    void refusesAnAddressThatIsNotHttp(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoringProperties(URI.create(url), TIMEOUT, 1))
                .withMessage("'fraud.scoring.url' is %s: give an address that begins with http:// or https://", url);
    }

    @Test
    void refusesToWaitForNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoringProperties(null, Duration.ZERO, 1))
                .withMessage("'fraud.scoring.timeout' is PT0S: give a duration above zero");
        assertThatIllegalArgumentException().isThrownBy(() -> new ScoringProperties(null, TIMEOUT, 0));
    }
}
