package io.millrace.devbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDataTest {
    @TempDir
    Path parent;

    @Test
    void releaseLeavesNothing() throws Exception {
        TemporaryData data = TemporaryData.createIn(parent);
        Files.createDirectories(data.path().resolve("topic-0"));
        Files.writeString(data.path().resolve("topic-0").resolve("segment"), "records");

        data.release();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void remainsOfAKilledProcessAreRemoved() throws Exception {
        Path remains = Files.createDirectory(parent.resolve("millrace-dev-broker-1"));
        Files.writeString(remains.resolve("segment"), "records");
        Path ownerFile = Files.createFile(parent.resolve("millrace-dev-broker-1.owner"));

        TemporaryData.createIn(parent).release();

        assertThat(remains).doesNotExist();
        assertThat(ownerFile).doesNotExist();
    }

    @Test
    void directoryOfARunningBrokerIsKept() {
        TemporaryData running = TemporaryData.createIn(parent);

        TemporaryData.createIn(parent).release();

        assertThat(running.path()).isDirectory();
        running.release();
    }

    @Test
    void ownerWithoutDirectoryIsKeptBecauseItMayJustBeStarting() throws Exception {
        Path ownerFile = Files.createFile(parent.resolve("millrace-dev-broker-1.owner"));

        TemporaryData.createIn(parent).release();

        assertThat(ownerFile).exists();
    }

    @Test
    void foreignFilesAreKept() throws Exception {
        Path foreign = Files.createDirectory(parent.resolve("other"));
        Path file = Files.createFile(parent.resolve("other.owner"));

        TemporaryData.createIn(parent).release();

        assertThat(foreign).isDirectory();
        assertThat(file).exists();
    }
}
