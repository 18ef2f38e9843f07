package org.lethe.access.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.access.requests.SelfService.Parcel;
import org.lethe.access.requests.SelfService.Proof;
import org.lethe.access.requests.SelfService.Standing;
import org.lethe.contracts.RequestType;

/// A request in words, for its consumer: what the template is given.
final class RequestPage {
    private static final String KEYS = "/.well-known/lethe-keys.json";
    private static final Set<RequestType> WITHOUT_PROOF =
            Set.of(RequestType.OPT_OUT, RequestType.OBJECTION, RequestType.COMPLAINT);

    private final Pages pages;
    private final Locale language;
    private final Site site;
    private final Standing standing;
    private final ZoneId zone;

    private RequestPage(Pages pages, Locale language, Site site, Standing standing) {
        this.pages = pages;
        this.language = language;
        this.site = site;
        this.standing = standing;
        this.zone = standing.zone();
    }

    /// @param path of the request
    /// @param now what has just happened, in words; null for nothing
    /// @param errors in words, by field
    static Map<String, @Nullable Object> model(
            Pages pages,
            Locale language,
            Site site,
            Standing standing,
            String path,
            @Nullable String now,
            Map<String, String> errors,
            Map<String, String> given) {
        Map<String, @Nullable Object> model = new RequestPage(pages, language, site, standing).standing();
        String heading = pages.text(language, "request.title");
        model.put("heading", heading);
        model.put("headingInError", pages.text(language, "layout.error", heading));
        model.put("path", path);
        model.put("now", now);
        model.put("errors", errors);
        model.put("given", given);
        return model;
    }

    private Map<String, @Nullable Object> standing() {
        boolean mayAct = !site.left();
        Set<String> possible = mayAct ? standing.possible() : Set.of();
        boolean proving = possible.contains("verify") || possible.contains("confirm");
        boolean denied = standing.denialReason() != null;
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("hidden", true);
        model.put("type", standing.type().wireName());
        model.put("state", state());
        model.put("extended", standing.extended());
        model.put("paused", standing.paused());
        model.put("overdue", standing.overdue());
        model.put("erased", standing.erased());
        model.put("madeAt", moment(standing.receivedAt()));
        model.put("dueOn", isOpen() ? day(standing.dueAt()) : null);
        model.put("extensionText", standing.extensionText());
        model.put("mayConfirm", possible.contains("confirm"));
        model.put("mayAskCode", possible.contains("verify"));
        model.put("waitsForClient", !proving && standing.state().equals("received") && takesProof());
        model.put("denialReason", standing.denialReason());
        model.put("denialText", standing.denialText());
        model.put("mayAppeal", possible.contains("appeal"));
        model.put("mayEscalate", possible.contains("escalate") && (denied || standing.overdue()));
        model.put("mayRevoke", possible.contains("revoke"));
        model.put("zone", zone.getDisplayName(TextStyle.FULL, language) + " (" + zone.getId() + ")");
        model.put("keys", KEYS);
        parcel(model, standing.parcel());
        proof(model, standing.proof());
        return model;
    }

    private boolean takesProof() {
        return !WITHOUT_PROOF.contains(standing.type());
    }

    private boolean isOpen() {
        return !standing.veiled()
                && switch (standing.state()) {
                    case "fulfilled", "denied", "revoked", "expired" -> false;
                    default -> true;
                };
    }

    private String state() {
        if (standing.veiled()) {
            return text("state.veiled");
        }
        return switch (standing.state()) {
            case "received" -> text(takesProof() ? "state.received.proof" : "state.received");
            case "referred", "in_progress", "deferred", "denied", "appealed" ->
                text("state." + standing.state(), site.name());
            default -> text("state." + standing.state());
        };
    }

    private void parcel(Map<String, @Nullable Object> model, @Nullable Parcel parcel) {
        model.put("parcel", null);
        if (parcel == null) {
            return;
        }
        Instant collectedAt = parcel.collectedAt();
        model.put("expiresOn", moment(parcel.expiresAt()));
        model.put("collectedAt", collectedAt == null ? null : moment(collectedAt));
        if (collectedAt != null) {
            model.put("parcel", "collected");
        } else if (!parcel.waits()) {
            model.put("parcel", "gone");
        } else {
            model.put("parcel", parcel.readable() ? "waits" : "unreadable");
        }
    }

    private void proof(Map<String, @Nullable Object> model, @Nullable Proof proof) {
        model.put("answeredAt", proof == null ? null : moment(proof.answeredAt()));
        model.put("erasedAt", proof == null ? null : momentOrNull(proof.erasedAt()));
        model.put("finalAt", proof == null ? null : momentOrNull(proof.irrecoverableAt()));
        model.put("fingerprints", proof == null ? List.of() : proof.fingerprints());
    }

    private String text(String key, Object... parameters) {
        return pages.text(language, key, parameters);
    }

    private @Nullable String momentOrNull(@Nullable Instant at) {
        return at == null ? null : moment(at);
    }

    private String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(language)
                .format(at.atZone(zone));
    }

    private String day(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(language)
                .format(at.atZone(zone));
    }
}
