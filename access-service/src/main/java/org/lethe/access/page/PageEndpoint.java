package org.lethe.access.page;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.access.notices.PublishedPolicies;
import org.lethe.access.notices.PublishedPolicies.OfAudience;
import org.lethe.access.page.Allowances.Kind;
import org.lethe.access.requests.SelfService;
import org.lethe.access.requests.SelfService.Handed;
import org.lethe.access.requests.SelfService.Made;
import org.lethe.access.requests.SelfService.Standing;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.contracts.TemporarilyUnavailable;
import org.lethe.service.signing.Pseudonyms;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.FormBody;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.ProblemException;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// The page over HTTP. After each form comes a 303 to where it shows what came of it, so going back and forth sends
/// nothing twice.
final class PageEndpoint {
    private static final String SITE = "/p/{slug}";
    private static final String ONE = SITE + "/requests/{token}";
    private static final String JOSE = "application/jose+json"; // RFC 7515, 9.2.1
    private static final long MAX_FORM_BYTES = 128 * 1024; // a long text, each of its characters escaped
    private static final int MAX_SLUG_CHARACTERS = 40;

    /// What may just have happened, and how the request stands then: a page that is loaded anew later says it no more.
    private static final Map<String, Set<String>> NOW = Map.of(
            "received", Set.of("received", "verifying", "referred"),
            "code", Set.of("verifying"),
            "confirmed", Set.of("referred", "in_progress"),
            "revoked", Set.of("revoked"),
            "appealed", Set.of("appealed"),
            "escalated", Set.of("denied"));

    private final SelfService service;
    private final Sites sites;
    private final PublishedPolicies policies;
    private final Pages pages;
    private final PageTokens tokens;
    private final Allowances allowances;
    private final Pseudonyms pseudonyms;
    private final Pace pace;
    private final Moments moments;

    PageEndpoint(
            SelfService service,
            Sites sites,
            PublishedPolicies policies,
            Pages pages,
            PageTokens tokens,
            Allowances allowances,
            Pseudonyms pseudonyms,
            Pace pace,
            Moments moments) {
        this.service = service;
        this.sites = sites;
        this.policies = policies;
        this.pages = pages;
        this.tokens = tokens;
        this.allowances = allowances;
        this.pseudonyms = pseudonyms;
        this.pace = pace;
        this.moments = moments;
    }

    Routes routes() {
        Terms reads = Terms.page().query("type", String.class).query("now", String.class);
        Terms sends = Terms.page().maxBytes(MAX_FORM_BYTES);
        return new Routes()
                .get("/p/page.css", Terms.page(), _ -> pages.styles(Site.DEFAULT_COLOUR))
                .get(SITE, reads, request -> onSite(request, this::choose))
                .post(SITE, sends, request -> onSite(request, this::ask))
                .get(
                        SITE + "/page.css",
                        Terms.page(),
                        request ->
                                onSite(request, one -> pages.styles(one.site().colour())))
                .get(SITE + "/policies", Terms.page(), request -> onSite(request, this::policies))
                .get(SITE + "/policies/{audience}", Terms.page(), request -> onSite(request, this::policy))
                .get(ONE, reads, request -> onRequest(request, one -> shown(one, 200, Map.of(), Map.of())))
                .get(ONE + "/receipt", Terms.page(), request -> onRequest(request, this::receipt))
                .post(ONE + "/confirm", sends, request -> onOpen(request, this::confirm))
                .post(ONE + "/code", sends, request -> onOpen(request, this::code))
                .post(ONE + "/package", sends, request -> onOpen(request, this::collect))
                .post(ONE + "/revoke", sends, request -> onOpen(request, this::revoke))
                .post(ONE + "/appeal", sends, request -> onOpen(request, this::appeal))
                .post(ONE + "/escalate", sends, request -> onOpen(request, this::escalate));
    }

    /// Somebody at a client's page, and what language they are spoken to in.
    private record Visit(ApiRequest http, Site site, Locale language) {}

    /// Somebody who has the address of a request.
    private record Visitor(ApiRequest http, Site site, Locale language, String path, RequestId id, byte[] asker) {}

    @FunctionalInterface
    private interface Handling<V> {
        Answer handle(V visit) throws SQLException;
    }

    private Answer onSite(ApiRequest request, Handling<Visit> handling) throws SQLException {
        String slug = request.path("slug");
        String accepted = request.header("Accept-Language").orElse("");
        Site site =
                slug.length() > MAX_SLUG_CHARACTERS ? null : sites.find(slug).orElse(null);
        if (site == null) {
            return notice(404, "missing", pages.language(accepted), null, null, Map.of());
        }
        Visit visit = new Visit(request, site, pages.language(accepted, site));
        try {
            return handling.handle(visit);
        } catch (InvalidBodyException e) {
            return notice(400, "unreadable", visit.language(), site, null, Map.of());
        } catch (RuntimeException e) {
            if (e instanceof TemporarilyUnavailable || e instanceof ProblemException p && isUnavailable(p)) {
                return notice(503, "unavailable", visit.language(), site, null, Map.of("Retry-After", "60"));
            }
            throw e;
        }
    }

    private static boolean isUnavailable(ProblemException problem) {
        return problem.type().status() == 503;
    }

    private Answer onRequest(ApiRequest request, Handling<Visitor> handling) throws SQLException {
        return onSite(request, visit -> {
            Site site = visit.site();
            String token = request.path("token");
            Optional<PageTokens.Opened> opened = tokens.open(site.client(), token);
            if (opened.isEmpty()) {
                return notice(404, "missing", visit.language(), site, null, Map.of());
            }
            Visitor visitor = new Visitor(
                    request,
                    site,
                    visit.language(),
                    site.path() + "/requests/" + token,
                    opened.get().request(),
                    opened.get().asker());
            try {
                return handling.handle(visitor);
            } catch (InvalidBodyException e) {
                throw e;
            } catch (ProblemException e) {
                return switch (e.type().status()) {
                    case 404 -> notice(404, "missing", visit.language(), site, visitor.path(), Map.of());
                    case 409 -> notice(409, "notnow", visit.language(), site, visitor.path(), Map.of());
                    case 410 -> notice(410, "gone", visit.language(), site, visitor.path(), Map.of());
                    default -> throw e;
                };
            }
        });
    }

    /// A step that nobody takes any more once the client has left.
    private Answer onOpen(ApiRequest request, Handling<Visitor> handling) throws SQLException {
        return onRequest(
                request,
                visitor -> visitor.site().left()
                        ? notice(410, "left", visitor.language(), visitor.site(), visitor.path(), Map.of())
                        : handling.handle(visitor));
    }

    private Answer choose(Visit visit) {
        if (visit.site().left()) {
            return left(visit);
        }
        Optional<RequestType> type = visit.http().query("type").flatMap(PageEndpoint::type);
        if (type.isPresent()) {
            return form(visit, 200, type.get(), Map.of("chosen", List.of()), Map.of());
        }
        return pages.answer(
                200,
                "choose",
                visit.language(),
                visit.site(),
                Map.of(
                        "types",
                        Arrays.stream(RequestType.values())
                                .map(RequestType::wireName)
                                .toList(),
                        "spoken",
                        visit.site().settings().languages().stream()
                                .map(tag -> Locale.forLanguageTag(tag).getDisplayName(visit.language()))
                                .collect(Collectors.joining(", "))));
    }

    /// Also of a client that left: what it told people stays told.
    private Answer policies(Visit visit) {
        Site site = visit.site();
        Instant now = moments.now();
        return pages.answer(
                200,
                "policies",
                visit.language(),
                site,
                policyPage(visit, now).overview(policies.overview(site.client(), now)));
    }

    private PolicyPage policyPage(Visit visit, Instant now) {
        return new PolicyPage(pages, visit.language(), visit.site(), now);
    }

    private Answer policy(Visit visit) {
        Site site = visit.site();
        String name = visit.http().path("audience");
        Instant now = moments.now();
        Optional<OfAudience> told = Arrays.stream(PolicyAudience.values())
                .filter(audience -> audience.wireName().equals(name))
                .findFirst()
                .flatMap(audience -> policies.of(site.client(), audience, now));
        if (told.isEmpty()) {
            return notice(404, "missing", visit.language(), site, null, Map.of());
        }
        return policyPage(visit, now)
                .whole(told.get())
                .map(model -> pages.answer(200, "policy", visit.language(), site, model))
                .orElseGet(() -> notice(410, "untold", visit.language(), site, null, Map.of()));
    }

    private Answer left(Visit visit) {
        return notice(410, "left", visit.language(), visit.site(), null, Map.of());
    }

    private static Optional<RequestType> type(String name) {
        return Arrays.stream(RequestType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst();
    }

    private Answer form(
            Visit visit, int status, RequestType type, Map<String, Object> given, Map<String, String> wrong) {
        Locale language = visit.language();
        String heading = pages.text(language, "type." + type.wireName());
        return pages.answer(
                status,
                "ask",
                language,
                visit.site(),
                Map.of(
                        "type",
                        type.wireName(),
                        "heading",
                        heading,
                        "headingInError",
                        pages.text(language, "layout.error", heading),
                        "channels",
                        AskForm.CHANNELS,
                        "uses",
                        AskForm.USES,
                        "given",
                        given,
                        "errors",
                        told(language, wrong)));
    }

    /// Messages by their keys, in the order of the form.
    private Map<String, String> told(Locale language, Map<String, String> keys) {
        Map<String, String> told = new LinkedHashMap<>();
        keys.forEach((field, key) -> told.put(field, pages.text(language, key)));
        return told;
    }

    private Answer ask(Visit visit) throws SQLException {
        Site site = visit.site();
        if (site.left()) {
            return left(visit);
        }
        FormBody form = visit.http().form();
        Optional<RequestType> type = form.text("type").flatMap(PageEndpoint::type);
        if (type.isEmpty()) {
            throw new InvalidBodyException("/type", "a type such as access");
        }
        AskForm asked = AskForm.of(type.get(), form);
        return asked.wrong().isEmpty()
                ? pace.keep(() -> receive(visit, asked))
                : form(visit, 422, type.get(), asked.given(), asked.wrong());
    }

    private Answer receive(Visit visit, AskForm asked) throws SQLException {
        Site site = visit.site();
        Instant now = moments.now();
        List<byte[]> addresses = asked.addresses().stream()
                .map(address -> pseudonyms.of(site.client() + "/" + address))
                .toList();
        Optional<Duration> wait = allowances.take(Kind.REQUESTS_FROM_A_NETWORK, network(visit.http()), now);
        for (int i = 0; i < addresses.size() && wait.isEmpty(); i++) {
            wait = allowances.take(Kind.REQUESTS_OF_AN_ADDRESS, addresses.get(i), now);
        }
        if (wait.isPresent()) {
            return tooMany(visit.language(), site, null, wait.get());
        }
        Made made;
        try {
            made = service.receive(site.client(), asked.ask());
        } catch (InvalidBodyException e) {
            AskForm refused = asked.refused(e.errors());
            return form(visit, 422, asked.type(), refused.given(), refused.wrong());
        }
        String token = tokens.issue(site.client(), made.request(), addresses.getFirst(), now);
        boolean sent = made.takesProof()
                && service.sendsCodes()
                && service.sendCode(site.client(), made.request(), () -> mayBeSent(made.consumer(), now))
                        .isEmpty();
        return elsewhere(site.path() + "/requests/" + token + "?now=" + (sent ? "code" : "received"));
    }

    /// Whether this person was not sent so many codes already. Nobody is told: it would tell whose
    /// addresses belong together.
    private boolean mayBeSent(ConsumerId consumer, Instant now) throws SQLException {
        return allowances
                .take(Kind.CODES_TO_A_PERSON, pseudonyms.of("person/" + consumer), now)
                .isEmpty();
    }

    private byte[] network(ApiRequest request) {
        return pseudonyms.of("network/" + request.neighbourhood());
    }

    private Answer tooMany(Locale language, Site site, @Nullable String back, Duration wait) {
        long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return notice(
                429,
                "toomany",
                pages.text(language, "notice.toomany", minutes),
                language,
                site,
                back,
                Map.of("Retry-After", Long.toString(wait.toSeconds())));
    }

    private static Answer elsewhere(String location) {
        return Pages.guarded(Answer.seeOther(location));
    }

    private static Answer now(Visitor visitor, String what) {
        return elsewhere(visitor.path() + "?now=" + what);
    }

    private Answer shown(Visitor visitor, int status, Map<String, String> errors, Map<String, String> given) {
        Standing standing = service.standing(visitor.site().client(), visitor.id());
        String now = errors.isEmpty() ? now(visitor, standing) : null;
        return pages.answer(
                status,
                "request",
                visitor.language(),
                visitor.site(),
                RequestPage.model(
                        pages, visitor.language(), visitor.site(), standing, visitor.path(), now, errors, given));
    }

    private @Nullable String now(Visitor visitor, Standing standing) {
        return visitor.http()
                .query("now")
                .filter(what -> NOW.getOrDefault(what, Set.of()).contains(standing.state()))
                .map(what -> pages.text(visitor.language(), "now." + what))
                .orElse(null);
    }

    private Answer wrong(Visitor visitor, String field, String text) {
        return shown(visitor, 422, Map.of(field, text), Map.of());
    }

    private Answer confirm(Visitor visitor) throws SQLException {
        String code = visitor.http().form().text("code").orElse("").replaceAll("\\s", "");
        if (!code.matches("[0-9]{6}")) {
            return wrong(visitor, "code", pages.text(visitor.language(), "errors.code.form"));
        }
        Optional<Integer> left = service.confirm(visitor.site().client(), visitor.id(), code);
        if (left.isEmpty()) {
            return now(visitor, "confirmed");
        }
        return wrong(
                visitor,
                "code",
                left.get() > 0
                        ? pages.text(visitor.language(), "errors.code", left.get())
                        : pages.text(visitor.language(), "errors.code.gone"));
    }

    private Answer code(Visitor visitor) throws SQLException {
        return pace.keep(() -> newCode(visitor));
    }

    private Answer newCode(Visitor visitor) throws SQLException {
        Site site = visitor.site();
        Instant now = moments.now();
        Optional<Duration> wait = allowances.take(Kind.CODES_FROM_A_NETWORK, network(visitor.http()), now);
        if (wait.isEmpty()) {
            wait = allowances.take(Kind.CODES_OF_AN_ADDRESS, visitor.asker(), now);
        }
        if (wait.isPresent()) {
            return tooMany(visitor.language(), site, visitor.path(), wait.get());
        }
        ConsumerId consumer = service.consumer(site.client(), visitor.id());
        Optional<ProblemException> refusal =
                service.sendCode(site.client(), visitor.id(), () -> mayBeSent(consumer, now));
        if (refusal.isEmpty()) {
            return now(visitor, "code");
        }
        if (refusal.get().type().status() == 429) {
            return notice(
                    429,
                    "toomany",
                    pages.text(visitor.language(), "code.toomany"),
                    visitor.language(),
                    site,
                    visitor.path(),
                    Map.of("Retry-After", "3600"));
        }
        throw refusal.get();
    }

    private Answer collect(Visitor visitor) {
        Handed handed = service.collect(visitor.site().client(), visitor.id());
        return Pages.guarded(Answer.written(handed.mediaType(), handed.writer()))
                .header("Content-Disposition", "attachment; filename=\"" + handed.fileName() + "\"");
    }

    private Answer receipt(Visitor visitor) {
        byte[] receipt = service.receipt(visitor.site().client(), visitor.id());
        return Pages.guarded(Answer.bytes(JOSE, receipt))
                .header("Content-Disposition", "attachment; filename=\"" + visitor.id() + ".jose.json\"");
    }

    private Answer revoke(Visitor visitor) {
        if (visitor.http().form().text("sure").isEmpty()) {
            return wrong(visitor, "sure", pages.text(visitor.language(), "errors.confirm"));
        }
        service.revoke(visitor.site().client(), visitor.id());
        return now(visitor, "revoked");
    }

    private Answer appeal(Visitor visitor) {
        String text = visitor.http().form().text("text").orElse("");
        if (text.isEmpty() || text.length() > AskForm.TEXT) {
            return shown(
                    visitor, 422, Map.of("text", pages.text(visitor.language(), "errors.text")), Map.of("text", text));
        }
        service.appeal(visitor.site().client(), visitor.id(), text);
        return now(visitor, "appealed");
    }

    private Answer escalate(Visitor visitor) {
        service.escalate(visitor.site().client(), visitor.id());
        return now(visitor, "escalated");
    }

    private Answer notice(
            int status,
            String notice,
            Locale language,
            @Nullable Site site,
            @Nullable String back,
            Map<String, String> headers) {
        String said = notice.equals("left") && site != null
                ? pages.text(language, "notice.left", site.name())
                : pages.text(language, "notice." + notice);
        return notice(status, notice, said, language, site, back, headers);
    }

    /// A plain page that says one thing.
    private Answer notice(
            int status,
            String notice,
            String said,
            Locale language,
            @Nullable Site site,
            @Nullable String back,
            Map<String, String> headers) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("notice", notice);
        model.put("said", said);
        model.put("back", back);
        model.put("start", back == null && site != null && !site.left() ? site.path() : null);
        model.put("hidden", true);
        Answer answer = pages.answer(status, "notice", language, site, model);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.header(header.getKey(), header.getValue());
        }
        return answer;
    }
}
