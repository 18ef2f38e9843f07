package org.lethe.retention.preview;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.buckets.Buckets.Part;
import org.lethe.retention.buckets.Buckets.Series;
import org.lethe.retention.holds.Hold;
import org.lethe.retention.holds.Holds;

/// Counts what rules make due, and what of it holds keep.
public final class Figures {
    private final Buckets buckets;

    public Figures(Buckets buckets) {
        this.buckets = buckets;
    }

    /// How much.
    ///
    /// @param days buckets: each is one UTC day of one category and channel
    /// @param conversations different ones; contact data belongs to none
    /// @param messages contents of the category messages
    /// @param contents envelopes of any category
    /// @param bytes of those envelopes, as sealed
    public record Amount(long days, long conversations, long messages, long contents, long bytes) {
        public static final Amount NOTHING = new Amount(0, 0, 0, 0, 0);

        public Amount plus(Amount other) {
            return new Amount(
                    days + other.days,
                    conversations + other.conversations,
                    messages + other.messages,
                    contents + other.contents,
                    bytes + other.bytes);
        }
    }

    /// What becomes of one category and channel.
    ///
    /// @param period of the rule that applies; absent where none does
    /// @param from first day that would become unreadable
    /// @param to the last
    /// @param unreadable what would become unreadable
    /// @param held what is due and stays readable for a hold; its days are those that stay whole
    public record Line(
            Category category,
            Channel channel,
            @Nullable String period,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            Amount unreadable,
            Amount held) {}

    /// The figures of one category and channel.
    public Line line(Series series, RetentionRules rules, Instant at, Holds holds) throws SQLException {
        List<Kept> due = buckets.due(series, rules, at);
        List<Kept> whole = due.stream()
                .filter(kept -> !holds.keeping(kept.bucket()).isEmpty())
                .toList();
        List<Kept> going = due.stream()
                .filter(kept -> holds.keeping(kept.bucket()).isEmpty())
                .toList();
        Amount escrowed = escrowed(going, holds);
        Amount all = amount(going, buckets.conversations(going));
        return new Line(
                series.category(),
                series.channel(),
                rules.ruleFor(series.category(), series.channel())
                        .map(RetentionRule::period)
                        .map(Object::toString)
                        .orElse(null),
                first(going).orElse(null),
                last(going).orElse(null),
                new Amount(
                        all.days(),
                        all.conversations(),
                        all.messages() - escrowed.messages(),
                        all.contents() - escrowed.contents(),
                        all.bytes() - escrowed.bytes()),
                amount(whole, buckets.conversations(whole)).plus(escrowed));
    }

    public List<Line> lines(List<Series> series, RetentionRules rules, Instant at, Holds holds) throws SQLException {
        List<Line> lines = new ArrayList<>(series.size());
        for (Series one : series) {
            lines.add(line(one, rules, at, holds));
        }
        return lines;
    }

    private static Optional<LocalDate> first(List<Kept> buckets) {
        return buckets.stream().map(kept -> kept.bucket().day()).min(LocalDate::compareTo);
    }

    private static Optional<LocalDate> last(List<Kept> buckets) {
        return buckets.stream().map(kept -> kept.bucket().day()).max(LocalDate::compareTo);
    }

    private static Amount amount(List<Kept> buckets, long conversations) {
        long messages = 0;
        long contents = 0;
        long bytes = 0;
        for (Kept kept : buckets) {
            messages += messages(kept.bucket(), kept.contents());
            contents += kept.contents();
            bytes += kept.bytes();
        }
        return new Amount(buckets.size(), conversations, messages, contents, bytes);
    }

    private static long messages(Bucket bucket, long contents) {
        return bucket.category() == Category.MESSAGES ? contents : 0;
    }

    /// What of buckets that go stays readable through holds that name people or conversations.
    private Amount escrowed(List<Kept> going, Holds holds) throws SQLException {
        List<Hold> naming = holds.inForce().stream()
                .filter(hold -> hold.scope().namesContent())
                .toList();
        if (naming.isEmpty() || going.isEmpty()) {
            return Amount.NOTHING;
        }
        Map<Long, Bucket> byId = new HashMap<>();
        going.forEach(kept -> byId.put(kept.id(), kept.bucket()));
        List<Part> parts = buckets.parts(
                going,
                naming.stream()
                        .flatMap(hold -> hold.scope().consumers().stream())
                        .toList(),
                naming.stream()
                        .flatMap(hold -> hold.scope().conversations().stream())
                        .toList());
        Set<ConversationId> conversations = new HashSet<>();
        long messages = 0;
        long contents = 0;
        long bytes = 0;
        for (Part part : parts) {
            Bucket bucket = byId.get(part.bucketId());
            if (bucket != null
                    && naming.stream()
                            .anyMatch(hold -> hold.scope().covers(bucket, part.consumer(), part.conversation()))) {
                if (bucket.category() != Category.CONTACT) {
                    conversations.add(part.conversation());
                }
                messages += messages(bucket, part.contents());
                contents += part.contents();
                bytes += part.bytes();
            }
        }
        return new Amount(0, conversations.size(), messages, contents, bytes);
    }
}
