package io.millrace.sink.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of the test's own, on a free port and with its data in a directory that is deleted at the end. Confined to the test's thread. */
public final class PostgresServer {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    /** It refuses to run as root. */
    private static final String USER = "nobody";

    private static final String NAME = "millrace";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static @Nullable PostgresServer shared;

    private final Path postgres;
    private final Path directory;
    private final Path data;
    private final int port = Programs.freePort();
    private @Nullable Process process;

    private PostgresServer() {
        postgres = Programs.find("postgres", "postgresql", PACKAGES);
        try {
            directory = Files.createTempDirectory("millrace-postgres-");
            data = directory.resolve("data");
            if (isRoot()) {
                UserPrincipal user = directory
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(USER);
                Files.setOwner(directory, user);
            }
            run(List.of(
                    postgres.resolveSibling("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + NAME,
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the one that all tests share, running; it ends with the JVM. Where there is no PostgreSQL, the test at hand is skipped. */
    public static PostgresServer shared() {
        if (shared == null) {
            PostgresServer server = new PostgresServer();
            Runtime.getRuntime().addShutdownHook(new Thread(server::end));
            server.start();
            shared = server;
        }
        return shared;
    }

    /** Returns a source of connections without a pool. */
    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser(NAME);
        source.setConnectTimeout(5);
        return source;
    }

    public void execute(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends it as a crash of the machine does, without a word to anybody. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            join(running);
        }
    }

    /** Starts it, and waits until it answers. The processes of one that was killed may take a moment to notice. */
    public void start() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::isUp);
    }

    private boolean isUp() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            process = launch();
        }
        try (Connection connection = dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private Process launch() {
        return begin(List.of(
                postgres.toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off", // what a process has written outlives it
                "-c",
                "max_connections=40",
                "-c",
                "shared_buffers=16MB"));
    }

    private void end() {
        kill();
        Programs.delete(directory);
    }

    private void run(List<String> command) {
        Process program = begin(command);
        join(program);
        if (program.exitValue() != 0) {
            throw new IllegalStateException(
                    "'%s' has failed: see %s".formatted(command.get(0), directory.resolve("log")));
        }
    }

    private Process begin(List<String> command) {
        List<String> asUser = new ArrayList<>();
        if (isRoot()) { // in place of itself, so that the process is the program
            asUser.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=nogroup", "--clear-groups", "--"));
        }
        asUser.addAll(command);
        try {
            return new ProcessBuilder(asUser)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("%s does not end".formatted(process));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
