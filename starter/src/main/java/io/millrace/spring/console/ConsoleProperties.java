package io.millrace.spring.console;

import io.millrace.errors.InvalidSettingsException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the service shows its topologies on a page, and where. Immutable.
 *
 * @param enabled Whether the service has the live console.
 * @param path Where the console is, below the service's context path.
 * @param maxConnections Number of browsers that may watch at a time; each takes a thread and a connection.
 */
@ConfigurationProperties("millrace.console")
record ConsoleProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("/millrace") String path,
        @DefaultValue("16") int maxConnections) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    ConsoleProperties {
        if (!PATH.matcher(path).matches()) {
            throw new InvalidSettingsException(List.of(
                    "'millrace.console.path' is '%s'. It begins with a slash, ends without one, and has only letters, digits and '.', '_', '~', '-' between them, as '/millrace' does."
                            .formatted(path)));
        }
        if (maxConnections < 1 || maxConnections > 1_000) {
            throw new InvalidSettingsException(List.of(
                    "'millrace.console.max-connections' is %d. Give 1 to 1000; each takes a thread while it lasts."
                            .formatted(maxConnections)));
        }
    }

    /** Returns the path's last part, which is what a relative address of the console begins with. */
    String lastPart() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
