package io.millrace.samples.fraud.web;

import io.millrace.samples.common.web.TooBusyException;
import io.millrace.samples.fraud.model.InvalidPaymentException;
import io.millrace.samples.fraud.model.InvalidPaymentException.Problem;
import io.millrace.samples.fraud.scoringservice.OutOfOrderException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** Answers requests that can't be fulfilled with problem details (RFC 9457) that say what to change. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail notReadable(JacksonException e) {
        if (e.getCause() instanceof InvalidPaymentException invalid) {
            return invalidPayment(invalid.problems());
        }
        if (e instanceof StreamConstraintsException) {
            return problem(HttpStatus.CONTENT_TOO_LARGE, "The body is too large or too deep for a payment.");
        }
        String field = e.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .collect(Collectors.joining("."));
        if (field.isEmpty()) {
            return problem(HttpStatus.BAD_REQUEST, "The body is not JSON of the expected form.");
        }
        return invalidPayment(List.of(new Problem(field, "is not valid: it has the wrong type or an unknown value")));
    }

    @ExceptionHandler
    ProblemDetail badArgument(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail tooBusy(TooBusyException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail notWritten(NotWrittenException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail outOfOrder(OutOfOrderException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = e.getCause() instanceof JacksonException cause
                ? notReadable(cause)
                : problem(HttpStatus.BAD_REQUEST, "The request has no readable body.");
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    private static ProblemDetail invalidPayment(List<Problem> problems) {
        ProblemDetail problem = problem(
                HttpStatus.BAD_REQUEST,
                problems.stream()
                        .map(each -> "'%s' %s".formatted(each.field(), each.text()))
                        .collect(Collectors.joining("; ")));
        problem.setProperty("errors", problems);
        return problem;
    }

    private static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail == null ? status.getReasonPhrase() : detail);
    }
}
