package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.support.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 22 and 23 of the fault table: what the local files of a store can suffer. */
class StateFilesIT {

    private static final String TMPFS = "mount -t tmpfs -o size=1m tmpfs '%s' && exec \"$0\" \"$@\"";

    @TempDir
    private Path files = Path.of("");

    private Services services;

    @BeforeEach
    void begin() {
        services = new Services(Subject.KEYED, Scene.on(Cluster.shared(), files));
    }

    @AfterEach
    void end() {
        services.close();
    }

    /** What happens to the files. */
    enum Damage {
        TRUNCATED {
            @Override
            void to(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        OVERWRITTEN {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, new byte[(int) Files.size(file)]);
            }
        },
        DELETED {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract void to(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damagedFilesAreRebuiltFromTheChangelog(Damage damage) {
        ServiceOptions options = services.options("state").withStores(Stores.DISK);
        ServiceProcess service = services.start(options);
        services.awaitMore(2_000);
        service.terminate();
        int damaged = damage(options.kept().directory(), damage);
        assertThat(damaged).as("files that were damaged").isPositive();

        ServiceProcess again = services.start(options);
        services.awaitMore(500);

        assertThat(again.output()).contains("rebuilt from its changelog");
        assertThat(services.settle()).as("duplicates").isZero();
    }

    @Test
    void aFullDiskFailsTheTopologyAndLosesNothing() {
        ServiceOptions full = services.options("full")
                .withStores(Stores.DISK)
                .withTrigger("real-time 100ms")
                .paddedTo(100_000);
        Path directory = full.kept().directory();
        ServiceProcess service = services.launch(onSmallDisk(directory), full);
        assumeTrue(mayMount(service), "mounting a small disk needs root");
        service.awaitOutput("If its disk is full");
        service.kill();

        services.start(services.options("roomy").withStores(Stores.DISK));

        services.settle();
    }

    private static List<String> onSmallDisk(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("unshare", "--mount", "sh", "-c", TMPFS.formatted(directory));
    }

    private static boolean mayMount(ServiceProcess service) {
        try {
            service.awaitRunning();
            return true;
        } catch (AssertionError e) {
            assertThat(service.output()).containsAnyOf("not permitted", "must be superuser");
            return false;
        }
    }

    /** Damages all files of tables and manifests under {@code directory}; returns how many there were. */
    private static int damage(Path directory, Damage damage) {
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> tables = walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.sst|MANIFEST-.*"))
                    .toList();
            for (Path file : tables) {
                damage.to(file);
            }
            return tables.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
