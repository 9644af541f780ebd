package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.TimeSource;
import io.millrace.support.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
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

    @Test
    void aRunThatStartsMeanwhileTakesTheDirectoryOfTheOneBefore() throws IOException {
        database("instance-1/limits/0-payments", Duration.ofMinutes(1));
        database("instance-2/limits/0-payments", USABLE_FOR);
        Set<String> taken = new TreeSet<>();
        try (InstanceDirectory own = InstanceDirectory.take(parent)) {
            new Leftovers(USABLE_FOR, new StartingOther(taken)).delete(parent, own);
        }

        assertThat(taken).containsExactly("instance-1");
    }

    @Test
    void oneDirectoryIsTakenAtATime() throws IOException {
        database("instance-1/limits/0-payments", USABLE_FOR);
        database("instance-2/limits/0-payments", USABLE_FOR);
        Set<String> taken = new TreeSet<>();
        try (InstanceDirectory own = InstanceDirectory.take(parent)) {
            new Leftovers(USABLE_FOR, new StartingOther(taken)).delete(parent, own);
        }

        assertThat(taken).isSubsetOf("instance-1", "instance-2");
    }

    @Test
    void oneThatCannotBeUsedKeepsNobodyFromTheOthers() throws IOException {
        for (int number = 1; number < 4; number++) {
            database("instance-%d/limits/0-payments".formatted(number), USABLE_FOR);
        }
        Files.createDirectory(parent.resolve("instance-2/lock"));
        delete();

        assertThat(parent.resolve("instance-1/limits/0-payments")).doesNotExist();
        assertThat(parent.resolve("instance-2/limits/0-payments")).exists();
        assertThat(parent.resolve("instance-3/limits/0-payments")).doesNotExist();
    }

    /** Has another run take a directory, and give it back, whenever somebody asks for the time. */
    private final class StartingOther implements TimeSource {
        private final Set<String> taken;

        StartingOther(Set<String> taken) {
            this.taken = taken;
        }

        @Override
        public long currentTimeMillis() {
            try (InstanceDirectory other = InstanceDirectory.take(parent)) {
                taken.add(other.path().getFileName().toString());
            }
            return time.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
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
