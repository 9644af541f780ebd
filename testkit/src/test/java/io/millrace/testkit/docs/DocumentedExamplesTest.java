package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds pages to what is compiled and run: each of their Java examples is a part of a file in this package, or in that of the sinks. */
class DocumentedExamplesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final List<String> PAGES = List.of(
            "../README.md",
            "state.md",
            "shuffles.md",
            "triggers.md",
            "event-time.md",
            "errors.md",
            "async.md",
            "sinks.md",
            "testing.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java/io/millrace/testkit/docs"), Path.of("../sinks/src/test/java/io/millrace/sink/docs"));
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static Stream<Arguments> examples() {
        return PAGES.stream().flatMap(page -> examplesOf(page).stream().map(example -> Arguments.of(page, example)));
    }

    static List<String> pages() {
        return PAGES;
    }

    private static List<String> examplesOf(String page) {
        return JAVA_BLOCK
                .matcher(read(DOCS.resolve(page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsPartOfATest(String page, String example) throws IOException {
        List<String> wanted = unindented(example);

        assertThat(sources().anyMatch(source -> Collections.indexOfSubList(unindented(source), wanted) >= 0))
                .as("%s has this of %s, line by line, whatever its indentation:%n%s", SOURCES, page, example)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thereAreExamples(String page) {
        assertThat(examplesOf(page)).isNotEmpty();
    }

    private static Stream<String> sources() throws IOException {
        List<String> all = new ArrayList<>();
        for (Path directory : SOURCES) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(DocumentedExamplesTest::read).forEach(all::add);
            }
        }
        return all.stream();
    }

    private static List<String> unindented(String code) {
        return code.lines().map(String::strip).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
