package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StateDirectoryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDirectoryTest {

    @TempDir
    private Path parent = Path.of("");

    @Test
    void theFirstHasTheFirst() {
        try (InstanceDirectory first = InstanceDirectory.take(parent)) {
            assertThat(first.path()).isEqualTo(parent.resolve("instance-0"));
        }
    }

    @Test
    void twoAtATimeNeverShare() {
        try (InstanceDirectory first = InstanceDirectory.take(parent);
                InstanceDirectory second = InstanceDirectory.take(parent)) {
            assertThat(second.path()).isNotEqualTo(first.path()).isEqualTo(parent.resolve("instance-1"));
        }
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        InstanceDirectory.take(parent).close();

        try (InstanceDirectory again = InstanceDirectory.take(parent)) {
            assertThat(again.path()).isEqualTo(parent.resolve("instance-0"));
        }
    }

    @Test
    void oneThatCannotBeUsedIsLeftOut() throws IOException {
        Files.createDirectories(parent.resolve("instance-0/lock"));
        Files.createFile(parent.resolve("instance-1"));

        try (InstanceDirectory first = InstanceDirectory.take(parent)) {
            assertThat(first.path()).isEqualTo(parent.resolve("instance-2"));
        }
    }

    @Test
    void aNewOneThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> InstanceDirectory.take(file)).isInstanceOf(StateDirectoryException.class);
    }

    /** Closing a file that this process has locked would end the lock. */
    @Test
    void anotherProcessMeetsTheLockAfterThisOneHasTriedTwice() throws Exception {
        try (InstanceDirectory first = InstanceDirectory.take(parent)) {
            InstanceDirectory.take(parent).close();

            assertThat(takenByAnotherProcess()).isNotEqualTo(first.path().toString());
        }
    }

    @Test
    void anotherProcessMayHaveWhatIsGivenBack() throws Exception {
        InstanceDirectory.take(parent).close();

        assertThat(takenByAnotherProcess())
                .isEqualTo(parent.resolve("instance-0").toString());
    }

    private String takenByAnotherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taking.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return output.readLine();
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** The other process. */
    static final class Taking {

        private Taking() {}

        public static void main(String[] args) {
            System.out.println(InstanceDirectory.take(Path.of(args[0])).path());
        }
    }
}
