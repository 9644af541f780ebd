package io.millrace.spring.query;

import io.millrace.errors.InvalidSettingsException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Whether and how the instances of a service ask each other for state. Immutable.
 *
 * @param enabled Whether this instance answers other instances' questions about state, and tells them in the consumer group where.
 * @param path Where it answers, below the service's context path. Let other instances reach it, and nobody else.
 * @param instance Address of this instance, as others reach it, up to its context path, as 'http://10.0.0.7:8080'. Defaults to the
 *     host's own address, 'server.port' and 'server.servlet.context-path'.
 * @param timeout How long another instance's answer is waited for.
 * @param maxQuestion Size that a question may have.
 */
@ConfigurationProperties("millrace.queries.http")
public record QueryHttpProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("/millrace-state") String path,
        @Nullable String instance,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("64KB") DataSize maxQuestion) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    public QueryHttpProperties {
        if (!PATH.matcher(path).matches()) {
            throw invalid("path", path, "It begins with a slash, ends without one, as '/millrace-state' does.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw invalid("timeout", timeout, "Give a duration above zero.");
        }
        if (maxQuestion.toBytes() < 1) {
            throw invalid("max-question", maxQuestion, "Give a size above zero.");
        }
        if (instance != null && !isAddress(instance)) {
            throw invalid("instance", instance, "Give an address as 'http://10.0.0.7:8080'.");
        }
    }

    /**
     * Returns where other instances reach this one.
     *
     * @throws InvalidSettingsException if nothing says so
     */
    public String address(Environment environment) {
        if (instance != null) {
            return instance;
        }
        int port = environment.getProperty("server.port", Integer.class, 8080);
        if (port <= 0) {
            throw new InvalidSettingsException(List.of(
                    "'server.port' is %d, so nobody knows before the start where this instance can be asked for state. Set 'millrace.queries.http.instance', or another port."
                            .formatted(port)));
        }
        String scheme = environment.getProperty(
                        "server.ssl.enabled", Boolean.class, environment.containsProperty("server.ssl.bundle"))
                ? "https"
                : "http";
        return "%s://%s:%d%s"
                .formatted(scheme, host(), port, environment.getProperty("server.servlet.context-path", ""));
    }

    private static String host() {
        try {
            String address = InetAddress.getLocalHost().getHostAddress();
            return address.contains(":") ? "[" + address + "]" : address;
        } catch (UnknownHostException e) {
            throw new InvalidSettingsException(
                    List.of("This host does not know its own address. Set 'millrace.queries.http.instance'."));
        }
    }

    private static boolean isAddress(String instance) {
        try {
            URI address = URI.create(instance);
            return List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static InvalidSettingsException invalid(String name, Object value, String remedy) {
        return new InvalidSettingsException(
                List.of("'millrace.queries.http.%s' is '%s'. %s".formatted(name, value, remedy)));
    }
}
