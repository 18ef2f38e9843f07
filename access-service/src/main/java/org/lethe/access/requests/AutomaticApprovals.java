package org.lethe.access.requests;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.Event;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Reaction;
import org.lethe.service.Foundation;
import org.lethe.web.Moments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Approves by itself what a client lets be approved so, as soon as it is referred, whatever led there. Who referred it
/// has it looked at on the spot; where that fails or the process dies, following the log makes up for it.
final class AutomaticApprovals implements Reaction {
    private static final Logger logger = LoggerFactory.getLogger(AutomaticApprovals.class);

    private final EventLog log;
    private final Commands commands;
    private final ConsumerWords words;
    private final Moments moments;

    AutomaticApprovals(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(ConsumerWords.class);
        this.moments = foundation.moments();
    }

    @Override
    public String name() {
        return "automatic-approvals";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(RequestReferred.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            if (sourced.event() instanceof RequestReferred referred) {
                Request.of(referred.client(), log.lookUp(Request.criteria(referred.request())))
                        .ifPresent(this::look);
            }
        }
    }

    /// For whoever just took a step. That stands, whatever comes of this.
    void lookQuietly(Request request) {
        try {
            look(request);
        } catch (RuntimeException e) {
            logger.warn(
                    "a request is looked at again when the log is followed: {}",
                    e.getClass().getName());
        }
    }

    private void look(Request request) {
        if (request.state() != RequestState.REFERRED
                || !ApproveAutomatically.canBe(request)
                || !PrivacySettings.of(log, request.client()).automaticFor().contains(request.type())) {
            return;
        }
        ApproveRequest.Wishes wishes;
        try {
            wishes = ApproveRequest.Wishes.of(log, words, request);
        } catch (RequestRefusedException e) {
            return; // what was asked can't be read any more: an officer sees to it
        }
        boolean approved = commands.sendAndWait(new ApproveAutomatically(
                        request.client(), request.id(), request.consumer(), wishes, moments.now()))
                .approved();
        if (approved && request.type() == RequestType.DELETION) { // where it was erased before, nothing tells of it
            commands.sendAndWait(new SettleDeletion(request.client(), request.id(), request.consumer(), moments.now()));
        }
    }
}
