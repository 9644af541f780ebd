package io.millrace.internal.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** What stores do with directories: all of it by any thread. */
final class LocalFiles {

    private static final int LONGEST_NAME = 100;

    private LocalFiles() {}

    /** Makes {@code directory} and those above it, for this user only where the file system knows users. */
    static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    /** Deletes {@code directory} with all that is in it, if it exists. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Returns {@code name} as every file system takes it; different names stay different. */
    static String safeName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        boolean unusable = safe.isEmpty() || safe.startsWith(".") || safe.length() > LONGEST_NAME;
        if (safe.equals(name) && !unusable) {
            return safe;
        }
        String begin = safe.substring(0, Math.min(LONGEST_NAME, safe.length())).replaceFirst("^\\.", "_");
        return begin + "-" + Integer.toHexString(name.hashCode());
    }
}
