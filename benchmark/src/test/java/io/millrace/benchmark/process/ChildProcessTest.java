package io.millrace.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(20)
class ChildProcessTest {
    @TempDir
    private Path directory;

    private final ChildProcesses children = new ChildProcesses();

    @AfterEach
    void endChildren() {
        children.close();
    }

    @Test
    void oneThatEndsByItselfIsReportedWithItsLastLines() {
        ChildProcess child = shell("echo starting; echo 'ERROR no such topic'; exit 3");
        awaitEnd(child);

        assertThatThrownBy(child::requireAlive)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("starting")
                .hasMessageContaining("ERROR no such topic");
    }

    @Test
    void linesThatLookLikeErrorsAreFound() {
        ChildProcess child = shell(
                "echo fine; echo '12:00 ERROR [main] broken'; echo 'Exception in thread \"main\" X'; echo no error");
        awaitEnd(child);

        assertThat(child.errorLines()).containsExactly("12:00 ERROR [main] broken", "Exception in thread \"main\" X");
    }

    @Test
    void closingEndsAProcessAndWhatItHasStarted() {
        ChildProcess child = shell("sleep 1000 & echo $!; wait");
        await().until(() -> !child.logLines().isEmpty());
        long grandchild = Long.parseLong(child.logLines().get(0));

        children.close();

        assertThat(child.isAlive()).isFalse();
        await().until(() -> !isRunning(grandchild));
    }

    @Test
    void nothingIsStartedAfterTheEnd() {
        children.close();

        assertThatThrownBy(() -> shell("exit 0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is ending");
    }

    @Test
    void aMissingScriptIsReportedWithItsPath() {
        assertThatThrownBy(() ->
                        children.start("engine", List.of("/no/such/engine"), Map.of(), directory.resolve("engine.log")))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("/no/such/engine");
    }

    private ChildProcess shell(String script) {
        return children.start("child", List.of("/bin/sh", "-c", script), Map.of(), directory.resolve("child.log"));
    }

    private static void awaitEnd(ChildProcess child) {
        await().until(() -> !child.isAlive());
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
