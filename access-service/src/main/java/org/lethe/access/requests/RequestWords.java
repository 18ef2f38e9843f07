package org.lethe.access.requests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// The words of a request's steps, opened. Those of whoever was erased are not there.
///
/// @param words by field
record RequestWords(String about, Instant at, Map<String, String> words) {
    static final String RECEIVED = "received";

    /// Stands in every receipt: without it what the requester gave can't be read any more.
    static final String LOCK = "lock";

    static List<RequestWords> of(EventLog log, ConsumerWords door, Request request) {
        List<RequestWords> all = new ArrayList<>();
        for (Sourced sourced : log.lookUp(Request.criteria(request.id()))) {
            Sealed sealed = sourced.entry().sealed();
            if (sourced.event() instanceof RequestWordsGiven given && sealed != null) {
                Map<String, String> opened = door.open(request.client(), sourced.id(), given, sealed);
                if (!opened.isEmpty()) {
                    all.add(new RequestWords(given.about(), sourced.recordedAt(), new LinkedHashMap<>(opened)));
                }
            }
        }
        return all;
    }

    /// What the requester gave. To guess it would hand out in the open what was to be locked.
    ///
    /// @throws RequestRefusedException where it can't be read any more
    static Map<String, String> atReceiptOrRefuse(EventLog log, ConsumerWords door, Request request) {
        Map<String, String> said = atReceipt(log, door, request);
        if (!said.containsKey(LOCK)) {
            throw new RequestRefusedException(
                    RequestProblems.WORDS_GONE, "what the requester gave has expired or is erased");
        }
        return said;
    }

    /// What the requester gave; empty where it can't be read any more.
    private static Map<String, String> atReceipt(EventLog log, ConsumerWords door, Request request) {
        return of(log, door, request).stream()
                .filter(said -> said.about().equals(RECEIVED))
                .findFirst()
                .map(RequestWords::words)
                .orElse(Map.of());
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
