package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    private static final Duration USABLE_FOR = Duration.ofHours(12);

    @TempDir
    private Path parent = Path.of("");

    private final ManualTime time = new ManualTime();

    @Test
    void aDatabaseThatIsTooOldIsDeleted() throws IOException {
        Path database = database("instance-0/limits/0-payments", USABLE_FOR);
        delete();

        assertThat(database).doesNotExist();
    }

    @Test
    void aDatabaseThatMayBeOfUseStays() throws IOException {
        Path database = database("instance-0/limits/0-payments", USABLE_FOR.minusMinutes(1));
        delete();

        assertThat(database).isDirectoryContaining("glob:**CURRENT");
    }

    @Test
    void whatNobodyHasIsLookedAtToo() throws IOException {
        Path database = database("instance-1/limits/0-payments", USABLE_FOR);
        delete();

        assertThat(database).doesNotExist();
    }

    @Test
    void whatAnotherRunHasIsLeftAlone() throws IOException {
        try (InstanceDirectory first = InstanceDirectory.take(parent)) {
            Path database = database("instance-0/limits/0-payments", USABLE_FOR);
            delete();

            assertThat(first.path()).isEqualTo(parent.resolve("instance-0"));
            assertThat(database).exists();
        }
    }

    @Test
    void unusedDirectoriesAreGivenBack() throws IOException {
        database("instance-1/limits/0-payments", USABLE_FOR);
        delete();

        try (InstanceDirectory first = InstanceDirectory.take(parent);
                InstanceDirectory second = InstanceDirectory.take(parent)) {
            assertThat(first.path()).isEqualTo(parent.resolve("instance-0"));
            assertThat(second.path()).isEqualTo(parent.resolve("instance-1"));
        }
    }

    private void delete() {
        try (InstanceDirectory own = InstanceDirectory.take(parent)) {
            new Leftovers(USABLE_FOR, time).delete(parent, own);
        }
    }

    private Path database(String name, Duration age) throws IOException {
        Path database = parent.resolve(name);
        Files.createDirectories(database);
        Path file = Files.createFile(database.resolve("CURRENT"));
        FileTime writtenAt = FileTime.fromMillis(time.currentTimeMillis() - age.toMillis());
        Files.setLastModifiedTime(file, writtenAt);
        Files.setLastModifiedTime(database, writtenAt);
        return database;
    }
}
