package io.millrace.spring.console;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;

/**
 * The files that the page is made of: its own, and those of the libraries that it draws with, which the build takes out of their WebJars.
 * No other can be asked for.
 *
 * <p>Immutable.
 */
final class ConsoleFiles {

    static final String PAGE = "index.html";

    private final Map<String, ConsoleFile> files = Stream.of(
                    PAGE,
                    "favicon.svg",
                    "base.css",
                    "graph.css",
                    "panels.css",
                    "app.js",
                    "charts.js",
                    "dom.js",
                    "epochs.js",
                    "format.js",
                    "graph-layout.js",
                    "graph.js",
                    "lists.js",
                    "model.js",
                    "plot.js",
                    "samples.js",
                    "shares.js",
                    "stage-panel.js",
                    "stage-table.js",
                    "stream.js",
                    "theme-switch.js",
                    "theme.js",
                    "tiles.js",
                    "topologies.js",
                    "troubles.js",
                    "verdict.js",
                    "lib/chart.js/chart.umd.min.js",
                    "lib/dagre/dagre.min.js")
            .map(name -> ConsoleFile.of(name, new ClassPathResource(name, ConsoleFiles.class)))
            .collect(Collectors.toUnmodifiableMap(ConsoleFile::name, Function.identity()));

    /** Returns the file at an address that is relative to the console's. */
    Optional<ConsoleFile> named(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
