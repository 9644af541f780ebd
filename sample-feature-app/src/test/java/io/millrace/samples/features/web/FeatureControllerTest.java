package io.millrace.samples.features.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.features.model.ItemCounts;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.serving.Features;
import io.millrace.samples.features.serving.NotReadableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(FeatureController.class)
@Import({FeatureStream.class, StreamConfiguration.class})
class FeatureControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private Features features;

    @MockitoBean
    private Feed feed;

    @Test
    void answersWithWhatIsKnown() {
        Instant time = Instant.parse("2026-11-20T10:15:30Z");
        given(features.ofItem("item-1"))
                .willReturn(CompletableFuture.completedFuture(Optional.of(new Popularity(
                        "item-1", time, 3, time, new ItemCounts(2, 0, 1, 495), ItemCounts.NONE, ItemCounts.NONE))));

        assertThat(get("/items/item-1/popularity"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.lastMinute.soldCents")
                .isEqualTo(495);
    }

    @Test
    void nothingIsKnownOfStrangers() {
        given(features.ofUser("stranger")).willReturn(CompletableFuture.completedFuture(Optional.empty()));

        assertThat(get("/features/stranger"))
                .hasStatus(HttpStatus.NOT_FOUND)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .startsWith("Nothing is known of user 'stranger'");
    }

    @Test
    void saysWhatNamesLookLike() {
        assertThat(get("/features/some body")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(get("/items/" + "x".repeat(65) + "/popularity"))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("'item' is not valid: give 1 to 64 letters, digits, dots, dashes and underscores");
    }

    @Test
    void saysWhyStateIsNotReadableAndWhenToTryAgain() {
        given(features.ofUser("user-1"))
                .willReturn(CompletableFuture.failedFuture(
                        new NotReadableException("Partition 1 is being restored", Duration.ofSeconds(1))));

        assertThat(get("/features/user-1"))
                .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                .hasHeader("Retry-After", "1")
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("Partition 1 is being restored");
    }

    private MvcTestResult get(String path) {
        return mvc.get().uri(path).exchange();
    }
}
