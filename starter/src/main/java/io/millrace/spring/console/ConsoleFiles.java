package io.millrace.spring.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files that the page is made of: its own, and those of the libraries that it draws with, out of their WebJars. No other can be
 * asked for.
 *
 * <p>Immutable.
 */
final class ConsoleFiles {

    static final String PAGE = "index.html";

    private static final List<String> OWN = List.of(
            PAGE,
            "favicon.svg",
            "theme.js",
            "app.js");

    /** By their address: where WebJars have them; an asterisk stands for the version. */
    private static final Map<String, String> LIBRARIES = Map.of();

    private final Map<String, ConsoleFile> files = new HashMap<>();

    ConsoleFiles() {
        OWN.forEach(name -> add(name, new ClassPathResource(name, ConsoleFiles.class)));
        LIBRARIES.forEach((name, place) -> add(name, library(place)));
    }

    Optional<ConsoleFile> named(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private void add(String name, Resource file) {
        files.put(name, ConsoleFile.of(name, file));
    }

    private static Resource library(String place) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver(ConsoleFiles.class.getClassLoader())
                    .getResources("classpath*:META-INF/resources/webjars/" + place);
            if (found.length != 1) {
                throw new IllegalStateException(
                        "The console draws with '%s', which is %d times on the class path. Keep the WebJars that the starter brings, each in one version, or set 'millrace.console.enabled' to false."
                                .formatted(place, found.length));
            }
            return found[0];
        } catch (IOException e) {
            throw new UncheckedIOException("The class path can't be searched for '%s'.".formatted(place), e);
        }
    }
}
