package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

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
}
