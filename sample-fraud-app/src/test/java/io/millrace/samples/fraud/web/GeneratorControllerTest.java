package io.millrace.samples.fraud.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;

import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.common.generator.FeedController;
import io.millrace.samples.common.generator.FeedStatus;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(FeedController.class)
class GeneratorControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private Feed generator;

    @Test
    void changesTheRate() {
        given(generator.status()).willReturn(new FeedStatus(200, 2_000, 0, 0, 0));

        assertThat(put("{\"rate\":200}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.rate")
                .isEqualTo(200);

        then(generator).should().rate(200);
    }

    @Test
    void saysWhichRatesThereAre() {
        willThrow(new IllegalArgumentException("Rate is 9999: give 0 to 2000"))
                .given(generator)
                .rate(9_999);

        assertThat(put("{\"rate\":9999}"))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("Rate is 9999: give 0 to 2000");
    }

    @Test
    void refusesWhatIsNoRate() {
        assertThat(put("{\"rate\":\"fast\"}")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(put("{}")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    private MvcTestResult put(String body) {
        return mvc.put()
                .uri("/generator")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
