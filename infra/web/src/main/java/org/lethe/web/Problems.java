package org.lethe.web;

import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.TemporarilyUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/// The one place where what was thrown becomes problem details (RFC 9457). A fault of ours is logged with its class and
/// stack and without its message, which may quote what was sent.
@Order(-2) // before Spring Boot's own at -1
final class Problems implements WebExceptionHandler {
    private static final String MEDIA_TYPE = "application/problem+json";
    /// Counted, never sent: who called went away before the answer. nginx's number for it.
    static final int CALLER_GONE = 499;
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final String typePrefix;

    Problems(@Nullable URI publicUrl) {
        this.typePrefix = publicUrl == null ? "" : publicUrl.toString().replaceAll("/+$", "");
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(thrown);
        }
        Rendered problem = render(thrown, RequestTrace.requestId(exchange));
        // From another thread than the event loop's, as every answer: see WebEdge.
        return VirtualThreads.call(() -> new RenderedResponse(problem))
                .flatMap(response -> response.writeTo(exchange, RenderedResponse.NO_CONTEXT));
    }

    Rendered render(Throwable thrown, String requestId) {
        return switch (thrown) {
            case ProblemException problem -> render(problem, requestId);
            case ResponseStatusException refused -> render(refused, requestId);
            case Throwable fault
            when isUnavailability(fault) ->
                render(new UnavailableException("something that this needs does not answer", fault), requestId);
            case Throwable gone
            when isCallerGone(gone) -> {
                log.debug("the caller of request {} went away", requestId);
                yield body(WebProblems.REFUSED, CALLER_GONE, "a whole request", requestId, Map.of())
                        .rendered(List.of()); // to nobody
            }
            default -> {
                log.error("request {} failed: {}", requestId, Faults.withoutMessages(thrown));
                yield body(WebProblems.INTERNAL_ERROR, 500, "tell the operator the request_id", requestId, Map.of())
                        .rendered(List.of());
            }
        };
    }

    private Rendered render(ProblemException problem, String requestId) {
        Map<String, Object> more = new LinkedHashMap<>(problem.members());
        if (!problem.errors().isEmpty()) {
            more.put("errors", problem.errors());
        }
        List<Answer.Header> headers = new ArrayList<>();
        problem.headers().forEach((name, value) -> headers.add(new Answer.Header(name, value)));
        String detail = problem.getMessage() == null ? problem.type().title() : problem.getMessage();
        if (problem.type().status() >= 500 && problem.getCause() != null) {
            log.warn("request {} refused as {}: {}", requestId, problem.type().slug(), Faults.withoutMessages(problem));
        }
        return body(problem.type(), problem.type().status(), detail, requestId, more)
                .rendered(headers);
    }

    /// What the server itself refused before anything could be read, for which there is no exception.
    Rendered render(int status, String requestId) {
        return switch (status) {
            case 400 ->
                body(
                                WebProblems.REFUSED,
                                status,
                                "a request line and headers as HTTP/1.1 has them, Host among them",
                                requestId,
                                Map.of())
                        .rendered(List.of());
            default -> render(new ResponseStatusException(HttpStatusCode.valueOf(status)), requestId);
        };
    }

    private Rendered render(ResponseStatusException refused, String requestId) {
        HttpStatusCode status = refused.getStatusCode();
        ProblemType type = switch (status.value()) {
            case 404 -> WebProblems.NOT_FOUND;
            case 408 -> WebProblems.BODY_TOO_SLOW;
            case 405 -> WebProblems.METHOD_NOT_ALLOWED;
            case 406 -> WebProblems.NOT_ACCEPTABLE;
            case 413 -> WebProblems.BODY_TOO_LARGE;
            case 414 -> WebProblems.URI_TOO_LONG;
            case 415 -> WebProblems.UNSUPPORTED_MEDIA_TYPE;
            case 431 -> WebProblems.HEADERS_TOO_LARGE;
            case 503 -> WebProblems.UNAVAILABLE;
            default -> status.is5xxServerError() ? WebProblems.INTERNAL_ERROR : WebProblems.REFUSED;
        };
        List<Answer.Header> headers = new ArrayList<>();
        refused.getHeaders().forEach((name, values) -> headers.add(new Answer.Header(name, String.join(", ", values))));
        return body(type, status.value(), type.title(), requestId, Map.of()).rendered(headers);
    }

    private Details body(ProblemType type, int status, String detail, String requestId, Map<String, Object> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", typePrefix + type.path());
        members.put("title", type.title());
        members.put("status", status);
        members.put("detail", detail);
        members.put("request_id", requestId);
        members.putAll(more);
        return new Details(status, members);
    }

    private record Details(int status, Map<String, Object> members) {
        Rendered rendered(List<Answer.Header> headers) {
            return new Rendered(status, headers, MEDIA_TYPE, StrictJson.write(members), null);
        }
    }

    /// An end of the connection in the middle of a body; Reactor Netty has more than one name for it.
    static boolean isCallerGone(Throwable fault) {
        return fault instanceof AbortedException
                || fault instanceof ClosedChannelException
                || AbortedException.isConnectionReset(fault);
    }

    /// A pool without connections, or SQL states of a server that is gone or going (PostgreSQL, appendix A).
    private static boolean isUnavailability(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof SQLTransientConnectionException || at instanceof TemporarilyUnavailable) {
                return true;
            }
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
                    return true;
                }
            }
        }
        return false;
    }
}
