package io.millrace.spring.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;

/**
 * A file that the page is made of, held in memory: there are few, and all are small. Immutable.
 *
 * @param name its address, relative to the console's
 * @param type its media type, in UTF-8
 * @param content what browsers are sent; not to be changed
 * @param tag changes with the content
 */
record ConsoleFile(String name, MediaType type, byte[] content, String tag) {

    static ConsoleFile of(String name, Resource file) {
        try (InputStream input = file.getInputStream()) {
            byte[] content = input.readAllBytes();
            return new ConsoleFile(name, type(name), content, '"' + DigestUtils.md5DigestAsHex(content) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The console's file '%s' can't be read. Is the starter's jar complete?".formatted(name), e);
        }
    }

    private static MediaType type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return MediaType.parseMediaType(
                switch (ending) {
                    case "html" -> "text/html;charset=UTF-8";
                    case "css" -> "text/css;charset=UTF-8";
                    case "js" -> "text/javascript;charset=UTF-8";
                    case "svg" -> "image/svg+xml";
                    default ->
                        throw new IllegalArgumentException(
                                "The console has no files that end with '%s', such as '%s'.".formatted(ending, name));
                });
    }
}
