package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class ConsoleRoutesTest {

    private final SnapshotFeed feed = new SnapshotFeed(() -> "{}", 1);
    private final MockMvcTester browser = MockMvcTester.create(MockMvcBuilders.routerFunctions(
                    new ConsoleRoutes(new ConsoleProperties(true, "/ops/console", 1), new ConsoleFiles(), feed)
                            .routes())
            .build());

    @AfterEach
    void stop() {
        feed.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/base.css", "/favicon.svg", "/lib/dagre/dagre.min.js"})
    void eachFileHasThePolicyThatRunsOnlyTheConsolesOwn(String file) {
        MvcTestResult answer = get(file);

        assertThat(answer).hasStatusOk();
        assertThat(answer.getResponse().getHeaderValues("Content-Security-Policy"))
                .isEqualTo(List.of("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
        assertThat(answer).hasHeader("X-Content-Type-Options", "nosniff").hasHeader("Cache-Control", "no-cache");
    }

    @Test
    void thePageHasNothingInlineAndNothingFromElsewhere() throws Exception {
        assertThat(get("/").getResponse().getContentAsString())
                .doesNotContain("style=", "onclick", "http:", "https:", "//")
                .doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void allThatThePageNeedsIsThere() throws Exception {
        String page = get("/").getResponse().getContentAsString();

        assertThat(addresses(page, "(?:src|href)=\"([^\"#]+)\"")).isNotEmpty().allSatisfy(this::isThere);
        assertThat(addresses(get("/app.js").getResponse().getContentAsString(), "from \"./([^\"]+)\""))
                .hasSizeGreaterThan(8)
                .allSatisfy(this::isThere);
    }

    @Test
    void withoutTheSlashThePageIsPointedTo() {
        MvcTestResult answer = browser.get().uri("/ops/console").exchange();

        assertThat(answer).hasStatus(HttpStatus.PERMANENT_REDIRECT).hasHeader("Location", "console/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/ConsoleFiles.class", "/../console/app.js", "/lib/", "/..%2fpackage-info.class"})
    void whatIsNoFileOfThePageIsNotThere(String file) {
        assertThat(get(file).getResponse().getStatus()).isIn(404, 400);
    }

    @Test
    void whereAsManyWatchAsMayTheNextIsToldSo() throws Exception {
        feed.subscribe(new SnapshotReader() {
            @Override
            public void offer(String snapshot) {}

            @Override
            public void end() {}
        });

        MvcTestResult answer = get("/stream");

        assertThat(answer).hasStatus(HttpStatus.SERVICE_UNAVAILABLE).hasHeader("Retry-After", "5");
        assertThat(answer.getResponse().getContentAsString()).contains("'millrace.console.max-connections'");
    }

    private void isThere(String file) {
        assertThat(get("/" + file)).as(file).hasStatusOk();
    }

    private MvcTestResult get(String file) {
        return browser.get().uri("/ops/console" + file).exchange();
    }

    private static List<String> addresses(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
