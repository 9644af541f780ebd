package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void anOrdinaryNameStaysAsItIs() {
        assertThat(LocalFiles.safeName("card-profiles_v1.2")).isEqualTo("card-profiles_v1.2");
    }

    @Test
    void aNameLeadsNowhereElse() {
        assertThat(LocalFiles.safeName("..")).doesNotStartWith(".");
        assertThat(LocalFiles.safeName("a/../../b")).doesNotContain("/");
        assertThat(LocalFiles.safeName("")).isNotEmpty();
    }

    @Test
    void differentNamesStayDifferent() {
        assertThat(LocalFiles.safeName("a+b")).isNotEqualTo(LocalFiles.safeName("a_b"));
        assertThat(LocalFiles.safeName("x".repeat(300))).isNotEqualTo(LocalFiles.safeName("x".repeat(301)));
    }

    @Test
    void aLongNameIsCut() {
        assertThat(LocalFiles.safeName("x".repeat(1_000))).hasSizeLessThan(120);
    }

    @Test
    void aDirectoryIsDeletedWithAllThatIsInIt() throws IOException {
        Path inner = directory.resolve("a/b/c");
        LocalFiles.create(inner);
        Files.createFile(inner.resolve("file"));
        LocalFiles.delete(directory.resolve("a"));

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatIsNotThereIsDeletedAlready() throws IOException {
        LocalFiles.delete(directory.resolve("nowhere"));

        assertThat(directory).isEmptyDirectory();
    }
}
