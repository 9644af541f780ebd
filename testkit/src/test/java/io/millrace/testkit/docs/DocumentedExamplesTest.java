package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/testing.md to what is compiled and run: each of its Java examples is a part of a file in this package. */
class DocumentedExamplesTest {
    private static final Path PAGE = Path.of("../docs/testing.md");
    private static final Path SOURCES = Path.of("src/test/java/io/millrace/testkit/docs");
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static List<String> examples() throws IOException {
        return JAVA_BLOCK
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsPartOfATest(String example) throws IOException {
        List<String> wanted = unindented(example);

        assertThat(sources().anyMatch(source -> Collections.indexOfSubList(unindented(source), wanted) >= 0))
                .as("%s has this, line by line, whatever its indentation:%n%s", SOURCES, example)
                .isTrue();
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(5);
    }

    private static Stream<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(DocumentedExamplesTest::read).collect(Collectors.toList()).stream();
        }
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
