package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing but the seed decides how a schedule goes: neither the process, nor what ran before in it. */
@ExtendWith(Quiet.class)
class ReplayTest {

    private static final int SEEDS = 30;

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(digests()).isEqualTo(digests());
    }

    @Test
    void aSeedGivesTheSameRunInAnotherProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output;
        try (InputStream stream = process.getInputStream()) {
            output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(process.waitFor()).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("digest "))).isEqualTo(digests());
    }

    public static void main(String[] args) {
        Quiet.begin();
        digests().forEach(System.out::println);
    }

    private static List<String> digests() {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> "digest " + seed + " " + new Simulation(seed).run())
                .toList();
    }
}
