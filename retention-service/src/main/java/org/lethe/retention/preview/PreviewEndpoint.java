package org.lethe.retention.preview;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.contracts.retention.RuleText;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.BucketView;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.buckets.Buckets.Series;
import org.lethe.retention.holds.Holds;
import org.lethe.retention.preview.Figures.Amount;
import org.lethe.retention.preview.Figures.Line;
import org.lethe.retention.schedules.RuleRefusals;
import org.lethe.retention.schedules.Schedule;
import org.lethe.retention.schedules.Schedules;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Items;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.StrictJson;
import org.lethe.web.Terms;

/// Shows what rules would make unreadable at an instant, beside what today's rules make.
final class PreviewEndpoint {
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);
    private static final String NO_EFFECT = "nothing would become unreadable";

    private final EventLog log;
    private final Buckets buckets;
    private final Figures figures;
    private final Freshness freshness;
    private final Clock clock;

    PreviewEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.buckets = new Buckets(foundation.dataSource());
        this.figures = new Figures(buckets);
        this.freshness = foundation.freshness(BucketView.NAME);
        this.clock = foundation.clock();
    }

    record Proposal(
            @Items(max = RetentionRules.MAX_RULES, of = "rules")
            List<RuleText> rules,

            @Nullable Instant at) {}

    /// One category and channel by both sets of rules.
    record Compared(Line proposed, Line today) {}

    /// @param unreadable in all
    /// @param held in all
    record Side(Amount unreadable, Amount held, String effect) {
        static Side of(List<Line> lines) {
            Amount unreadable = Amount.NOTHING;
            Amount held = Amount.NOTHING;
            for (Line line : lines) {
                unreadable = unreadable.plus(line.unreadable());
                held = held.plus(line.held());
            }
            return new Side(unreadable, held, effect(unreadable, held));
        }

        private static String effect(Amount unreadable, Amount held) {
            String kept = held.contents() == 0 ? "" : "; holds keep " + held.contents() + " contents that are due";
            return unreadable.days() == 0
                    ? NO_EFFECT + kept
                    : unreadable.messages() + " messages and " + (unreadable.contents() - unreadable.messages())
                            + " other contents of " + unreadable.days() + " buckets would become unreadable" + kept;
        }
    }

    record Preview(
            ClientId clientId,
            Instant at,
            @Nullable Integer todaysVersion,
            List<Line> proposed,
            List<Line> today,
            Side inAll,
            Side inAllToday,
            String effect) {}

    record Progress(int done, int of) {}

    record StreamedLine(Compared line, Progress progress) {}

    record StreamedSummary(Preview summary) {}

    public Routes routes() {
        return new Routes()
                .post(
                        "/v1/clients/{client}/retention-preview",
                        Terms.roles(Role.CLIENT_ADMIN, Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR)
                                .repeats(Repeat.READING)
                                .takes(Proposal.class)
                                .answersLines(Preview.class, StreamedLine.class, StreamedSummary.class),
                        this::preview);
    }

    /// What is asked, with all that it takes to answer.
    private record Question(
            ClientId client,
            Instant at,
            RetentionRules proposed,
            RetentionRules today,
            @Nullable Integer todaysVersion,
            Holds holds,
            List<Series> series) {}

    private Answer preview(ApiRequest request) throws SQLException {
        Proposal proposal = request.body(Proposal.class);
        RetentionRules proposed = RuleRefusals.read(proposal.rules(), "/rules");
        ClientId client = request.client();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant at = proposal.at() == null ? now : proposal.at();
        Schedule today = Schedules.of(log, client).at(now).orElse(null);
        freshness.awaitCaughtUp(VIEW_WAIT);
        Question question = new Question(
                client,
                at,
                proposed,
                today == null ? new RetentionRules(List.of()) : today.rules(),
                today == null ? null : today.version(),
                Holds.of(log, client),
                buckets.series(client));
        return request.answerType().equals(NDJSON)
                ? Answer.written(NDJSON, out -> stream(question, out))
                : Answer.ok(summary(
                        question,
                        figures.lines(question.series(), question.proposed(), at, question.holds()),
                        figures.lines(question.series(), question.today(), at, question.holds())));
    }

    /// A line for each category and channel as soon as it is counted, then the whole.
    private void stream(Question question, OutputStream out) throws IOException {
        List<Line> proposed = new ArrayList<>();
        List<Line> today = new ArrayList<>();
        try {
            for (Series series : question.series()) {
                Line then = figures.line(series, question.proposed(), question.at(), question.holds());
                Line now = figures.line(series, question.today(), question.at(), question.holds());
                proposed.add(then);
                today.add(now);
                write(
                        out,
                        new StreamedLine(
                                new Compared(then, now),
                                new Progress(proposed.size(), question.series().size())));
            }
        } catch (SQLException e) {
            throw new IOException("the buckets can't be read", e);
        }
        write(out, new StreamedSummary(summary(question, proposed, today)));
    }

    private static void write(OutputStream out, Object line) throws IOException {
        out.write(StrictJson.write(line));
        out.write('\n');
        out.flush();
    }

    private static Preview summary(Question question, List<Line> proposed, List<Line> today) {
        Side inAll = Side.of(proposed);
        return new Preview(
                question.client(),
                question.at(),
                question.todaysVersion(),
                proposed,
                today,
                inAll,
                Side.of(today),
                inAll.effect());
    }
}
