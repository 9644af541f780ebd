package io.millrace.testkit.internal.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** Answers the questions of one admin client: at once, unless something goes wrong. Confined to the test's thread. */
final class AdminAnswers {

    private final Connection connection;
    private final long timeout;
    private final Channel late;

    /** {@code timeout} is in nanoseconds. */
    AdminAnswers(Connection connection, long timeout) {
        this.connection = connection;
        this.timeout = timeout;
        this.late = connection.channel("answers to the admin client");
    }

    /** Returns the answer about each of {@code subjects}. */
    <K, T> Map<K, KafkaFuture<T>> each(Collection<K> subjects, Function<K, T> question) {
        Map<K, KafkaFuture<T>> answers = new LinkedHashMap<>();
        subjects.forEach(subject -> answers.put(subject, one(subject, () -> question.apply(subject))));
        return answers;
    }

    /** As above, where something is said of each subject. */
    <K, V, T> Map<K, KafkaFuture<T>> each(Map<K, V> subjects, BiFunction<K, V, T> question) {
        Map<K, KafkaFuture<T>> answers = new LinkedHashMap<>();
        subjects.forEach((subject, value) -> answers.put(subject, one(subject, () -> question.apply(subject, value))));
        return answers;
    }

    /** As {@link #each} for what returns nothing. */
    <K> Map<K, KafkaFuture<Void>> eachDone(Collection<K> subjects, Consumer<K> request) {
        return each(subjects, subject -> {
            request.accept(subject);
            return nothing();
        });
    }

    <T> KafkaFutureImpl<T> one(Object subject, Supplier<T> question) {
        KafkaFutureImpl<T> answer = new KafkaFutureImpl<>();
        switch (connection.request(Disturbance.Kind.ADMIN, subject)) {
            case NONE, LATE_ANSWER, REFUSED -> complete(answer, question);
            case DELAYED -> late.add(() -> complete(answer, question));
            case LOST_ANSWER -> {
                complete(new KafkaFutureImpl<>(), question);
                lose(answer, subject);
            }
            case LOST_REQUEST -> lose(answer, subject);
        }
        return answer;
    }

    private <T> void lose(KafkaFutureImpl<T> answer, Object subject) {
        if (!connection.isCutOff()) {
            late.addAt(
                    connection.now() + timeout,
                    () -> answer.completeExceptionally(
                            new TimeoutException("A request about %s got no answer".formatted(subject))));
        }
    }

    private static <T> void complete(KafkaFutureImpl<T> answer, Supplier<T> question) {
        try {
            answer.complete(question.get());
        } catch (ApiException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Returns the only answer there is to what returns nothing. */
    @SuppressWarnings("NullAway") // it is null
    static Void nothing() {
        return null;
    }
}
