package io.millrace.spring.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A response that tells the browser to run and load nothing but the console's own files, whatever a name that it shows may hold, and to
 * let no other site frame or read it. Replaces what the service has set before.
 */
record SecuredResponse(ServerResponse response) implements ServerResponse {

    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Override
    public HttpStatusCode statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return response.cookies();
    }

    @Override
    public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse target, Context context)
            throws ServletException, IOException {
        target.setHeader("Content-Security-Policy", POLICY);
        target.setHeader("X-Content-Type-Options", "nosniff");
        target.setHeader("X-Frame-Options", "DENY");
        target.setHeader("Referrer-Policy", "no-referrer");
        target.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        return response.writeTo(request, target, context);
    }
}
