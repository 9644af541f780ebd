package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.spring.console.MadeUpTopologies.Scene;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** What people see, in a real browser. */
class ConsolePageTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static Chromium chromium;
    private static MadeUpTopologies topologies;
    private static ConsoleService service;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        topologies = new MadeUpTopologies();
        service = ConsoleService.start(topologies, 0);
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void theNumbersAreLive() {
        open(Scene.HEALTHY, "Healthy");
        long before = read();

        await().atMost(SOON).until(() -> read() > before + 2_000);
        assertThat(chromium.text("#connection")).isEqualTo("Live");
        assertThat(chromium.text(".edge-label .rate")).endsWith("/s");
    }

    @Test
    void theBottleneckIsNamedInWordsAndMarkedInTheGraph() {
        open(Scene.SLOW, "Look at this");

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(chromium.text("#verdict-headline")).isEqualTo("Stage 'score' limits this topology");
            assertThat(chromium.text("#verdict-detail")).contains("Busy 9", "records behind (about 31 s), growing by");
            assertThat(chromium.text(".node.limit .title b")).isEqualTo("score");
            assertThat(chromium.text(".node.limit .flag")).isEqualTo("limits the flow");
            assertThat(chromium.text("tr.limit th")).contains("score", "limits the flow");
            assertThat(chromium.text(".node.held .title b")).isEqualTo("read");
        });
    }

    @Test
    void aFailedTopologySaysWhyAndWhatToDo() {
        open(Scene.FAILED, "Needs you");

        assertThat(chromium.text("#verdict-detail")).isEqualTo("Topic 'payments' does not exist. Create it.");
        assertThat(chromium.text("#verdict-advice")).contains("start it again");
        assertThat(chromium.text(".topology .state")).isEqualTo("failed");
    }

    @Test
    void aRestoreHasProgressBars() {
        open(Scene.RESTORING, "For your information");

        assertThat(chromium.all("#restores progress")).hasSize(2);
        assertThat(chromium.text("#restores li:nth-child(2) .note"))
                .startsWith("23 %")
                .contains("about 31 s left");
    }

    @Test
    void aStuckCallShowsWhereItsThreadIs() {
        open(Scene.STUCK, "Needs you");

        assertThat(chromium.text("#stuck p")).contains("'judge' of stage 'score'", "payments-3 at 4711");
        assertThat(chromium.text("#stuck pre")).startsWith("com.example.Scoring.score(Scoring.java:41)");
    }

    @Test
    void aServerThatWasAwayIsFoundAgain() {
        open(Scene.HEALTHY, "Healthy");
        int port = service.port();
        service.close();
        await().atMost(SOON).until(() -> chromium.text("#connection").startsWith("Connection lost"));
        long before = read();

        service = ConsoleService.start(topologies, port);

        await().atMost(SOON).until(() -> chromium.text("#connection").equals("Live"));
        await().atMost(SOON).until(() -> read() > before);
        assertThat(chromium.complaints()).allMatch(complaint -> complaint.contains("net::ERR_"));
    }

    @Test
    void allIsReachedByKeyboard() {
        open(Scene.HEALTHY, "Healthy");
        Set<String> reached = new LinkedHashSet<>();
        for (int times = 0; times < 40; times++) {
            chromium.focused().sendKeys(Keys.TAB);
            reached.add(Objects.toString(chromium.<String>run(
                    "const a = document.activeElement; return a.id || a.title || a.textContent.trim().slice(0, 30)")));
            if (chromium.focused().getTagName().equals("button")
                    && "write".equals(chromium.focused().getDomAttribute("title"))) {
                chromium.focused().sendKeys(Keys.ENTER);
            }
        }

        assertThat(reached).contains("Skip to the topology", "theme", "graph-box", "read", "score", "write");
        await().atMost(SOON).until(() -> chromium.text("#stage-title").equals("Stage 'write'"));
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY, light",
        "HEALTHY, dark",
        "SLOW, light",
        "SLOW, dark",
        "RESTORING, light",
        "RESTORING, dark",
        "FAILED, light",
        "FAILED, dark",
        "STUCK, light",
        "STUCK, dark"
    })
    void contrastAndStructureAreAsAxeWantsThem(Scene scene, String theme) throws IOException {
        open(scene, "", theme);
        chromium.run(axe());

        List<String> violations = chromium.runAndWait("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                  ({ violations }) => done(violations.flatMap((rule) => rule.nodes.map((node) =>
                    `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`))),
                  (failure) => done([String(failure)]));
                """);

        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "1024, 768", "1440, 900"})
    void thePageFitsTheScreen(int width, int height) {
        chromium.resize(width, height);
        open(Scene.SLOW, "Look at this");

        assertThat(chromium.<Boolean>run("return document.documentElement.scrollWidth <= innerWidth"))
                .isTrue();
        chromium.resize(1440, 1000);
    }

    private static void open(Scene scene, String kicker) {
        open(scene, kicker, "light");
    }

    /** Opens the page and waits until it has drawn {@code scene}. */
    private static void open(Scene scene, String kicker, String theme) {
        topologies.play(scene);
        chromium.open(service.page() + "?theme=" + theme);
        await().atMost(SOON)
                .until(() -> chromium.text("#verdict-kicker").contains("fraud, ")
                        && chromium.text("#verdict-kicker").startsWith(kicker)
                        && !chromium.text("#verdict-headline").equals("It runs"));
    }

    private static long read() {
        return Long.parseLong(chromium.text("#tiles .tile:first-child .note").replaceAll("\\D", ""));
    }

    private static String axe() throws IOException {
        try (InputStream script = ConsolePageTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
