package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.millrace.samples.fraud.ManualClock;
import io.millrace.samples.fraud.kafka.MerchantWriter;
import io.millrace.samples.fraud.model.MerchantRisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MerchantFeedTest {
    private static final Duration TERM = Duration.ofSeconds(90);

    private final ManualClock clock = new ManualClock();
    private final MerchantWriter writer = mock();
    private final List<MerchantRisk> written = new ArrayList<>();
    private final MerchantFeed feed = new MerchantFeed(writer, clock);
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    @BeforeEach
    void takeAll() {
        given(writer.write(any())).willAnswer(call -> {
            written.add(call.getArgument(0));
            return answer;
        });
    }

    @Test
    void allMerchantsAreWrittenAtTheStart() {
        feed.write();

        assertThat(written)
                .extracting(MerchantRisk::merchant)
                .contains("green-basket", "quick-gift-cards", "night-bazaar")
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyWhatHasChangedIsWrittenLater() {
        feed.write();
        written.clear();
        feed.write();
        assertThat(written).isEmpty();

        clock.advance(TERM);
        feed.write();

        assertThat(written)
                .as("one bazaar falls into wrong hands, another comes back from there")
                .extracting(MerchantRisk::score)
                .containsExactlyInAnyOrder(35, 88);
    }

    @Test
    void oneBazaarAtATimeIsRisky() {
        List<String> corrupt = Stream.iterate(clock.instant(), time -> time.plus(TERM))
                .limit(MerchantScores.BAZAARS.size())
                .map(MerchantScores::corruptAt)
                .toList();

        assertThat(corrupt).containsExactlyInAnyOrderElementsOf(MerchantScores.BAZAARS);
    }

    @Test
    void whatKafkaDoesNotTakeIsWrittenAgain() {
        answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
        feed.write();
        assertThat(written).as("each further one would wait as long").hasSize(1);

        answer = CompletableFuture.completedFuture(null);
        written.clear();
        feed.write();

        assertThat(written).hasSameSizeAs(MerchantScores.at(clock.instant()));
    }
}
