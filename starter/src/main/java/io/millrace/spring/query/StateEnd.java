package io.millrace.spring.query;

import io.millrace.MillraceEngine;
import io.millrace.query.Answer;
import io.millrace.query.Unavailable;
import io.millrace.query.Unavailable.Reason;
import io.millrace.runtime.TopologyHandle;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Where other instances ask this one: it answers by what it has, and asks nobody itself, so that a question makes one hop at most.
 *
 * <p>Thread-safe.
 */
final class StateEnd {

    private static final Logger LOG = LoggerFactory.getLogger(StateEnd.class);
    private static final String RETRY_SECONDS = "1";

    private final MillraceEngine engine;
    private final String application;
    private final QueryHttpProperties properties;

    StateEnd(MillraceEngine engine, String application, QueryHttpProperties properties) {
        this.engine = engine;
        this.application = application;
        this.properties = properties;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST(properties.path() + "/{topology}/{store}", this::answer)
                .build();
    }

    private ServerResponse answer(ServerRequest request) throws IOException {
        if (!application.equals(request.headers().firstHeader(StateHeaders.APPLICATION))) {
            return bad(HttpStatus.MISDIRECTED_REQUEST, "This is an instance of another application.");
        }
        int most = Math.toIntExact(properties.maxQuestion().toBytes());
        byte[] question = request.servletRequest().getInputStream().readNBytes(most + 1);
        if (question.length > most) {
            return bad(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "A question may have %d bytes ('millrace.queries.http.max-question').".formatted(most));
        }
        String name = request.pathVariable("topology");
        Optional<TopologyHandle> topology = engine.topologies().stream()
                .filter(handle -> handle.name().equals(name))
                .findFirst();
        return topology.isEmpty()
                ? bad(HttpStatus.BAD_REQUEST, "There is no such topology.")
                : answer(topology.get(), request.pathVariable("store"), question);
    }

    private ServerResponse answer(TopologyHandle topology, String store, byte[] question) {
        CompletionStage<Answer<byte[]>> answer;
        try {
            answer = topology.answer(store, question);
        } catch (IllegalArgumentException e) {
            LOG.debug("A question about store '{}' can't be read", store, e);
            return bad(
                    HttpStatus.BAD_REQUEST,
                    "This is no question about a store of this topology, or its key can't be read.");
        } catch (IllegalStateException e) {
            return bad(HttpStatus.FORBIDDEN, "The state of this topology may not be asked for.");
        }
        return ServerResponse.async(answer.toCompletableFuture()
                .orTimeout(properties.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(this::response)
                .exceptionally(thrown -> late(store, thrown)));
    }

    private ServerResponse response(Answer<byte[]> answer) {
        if (answer instanceof Answer.Known<byte[]> known) {
            byte[] entries = known.value();
            return entries.length == 0
                    ? ServerResponse.notFound()
                            .header(StateHeaders.ANSWER, StateHeaders.NONE)
                            .build()
                    : ServerResponse.ok()
                            .header(StateHeaders.ANSWER, StateHeaders.FOUND)
                            .contentType(MediaType.APPLICATION_OCTET_STREAM)
                            .body(entries);
        }
        return refused(((Answer.Unknown<byte[]>) answer).why());
    }

    private static ServerResponse refused(Unavailable why) {
        ServerResponse.BodyBuilder response = why.reason().isPassing()
                ? ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                : ServerResponse.status(HttpStatus.UNPROCESSABLE_CONTENT);
        return response.header(StateHeaders.ANSWER, why.reason().name())
                .contentType(MediaType.TEXT_PLAIN)
                .body(why.message());
    }

    private ServerResponse late(String store, Throwable thrown) {
        LOG.debug("A question about store '{}' has no answer", store, thrown);
        return refused(new Unavailable(
                Reason.OVERLOADED,
                Set.of(),
                "No answer within %d ms.".formatted(properties.timeout().toMillis())));
    }

    private static ServerResponse bad(HttpStatus status, String message) {
        return ServerResponse.status(status)
                .header(StateHeaders.ANSWER, StateHeaders.BAD)
                .contentType(MediaType.TEXT_PLAIN)
                .body(message);
    }
}
