package org.lethe.contracts.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.RetentionRule;

/// The rules of one schedule. To a bucket applies the first of: the rule of its category and channel, of its
/// category, the default of its channel, the default.
public record RetentionRules(List<RetentionRule> rules) {
    /// After a client is off-boarded: how long until its keys go. Counts from the day of off-boarding.
    public static final String ACCOUNT_END = "account_end";

    public static final int MAX_RULES = 100;
    private static final Set<String> CATEGORIES = Stream.concat(
                    Stream.of(RetentionRule.DEFAULT, ACCOUNT_END),
                    Arrays.stream(Category.values()).map(Category::wireName))
            .collect(Collectors.toUnmodifiableSet());

    public RetentionRules {
        rules = List.copyOf(rules);
    }

    /// What a rule may be about.
    public static Set<String> categories() {
        return CATEGORIES;
    }

    /// What a rule speaks of; two rules of one subject overlap.
    private record Subject(String category, @Nullable Channel channel) {}

    /// Reads rules as somebody wrote them.
    ///
    /// @throws InvalidRulesException if one is malformed, two overlap, or there is no default
    public static RetentionRules read(List<RuleText> texts) {
        if (texts.isEmpty() || texts.size() > MAX_RULES) {
            throw new InvalidRulesException(
                    List.of(new InvalidRulesException.Fault("", "1 to " + MAX_RULES + " rules")));
        }
        List<InvalidRulesException.Fault> faults = new ArrayList<>();
        List<RetentionRule> rules = new ArrayList<>(texts.size());
        Map<Subject, Integer> subjects = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            RuleText text = texts.get(i);
            checkSubject(i, text, subjects, faults);
            Optional<Period> period = Periods.parse(text.period());
            if (period.isEmpty()) {
                faults.add(new InvalidRulesException.Fault("/" + i + "/period", Periods.ACCEPTED));
            } else {
                rules.add(new RetentionRule(text.category(), text.channel(), period.get()));
            }
        }
        if (faults.isEmpty() && !subjects.containsKey(new Subject(RetentionRule.DEFAULT, null))) {
            faults.add(new InvalidRulesException.Fault(
                    "", "a rule of category default without a channel, for what no other rule names"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRulesException(faults);
        }
        return new RetentionRules(rules);
    }

    private static void checkSubject(
            int index, RuleText text, Map<Subject, Integer> subjects, List<InvalidRulesException.Fault> faults) {
        String pointer = "/" + index;
        if (!CATEGORIES.contains(text.category())) {
            faults.add(new InvalidRulesException.Fault(
                    pointer + "/category",
                    "one of " + CATEGORIES.stream().sorted().collect(Collectors.joining(", "))));
            return;
        }
        if (text.category().equals(ACCOUNT_END) && text.channel() != null) {
            faults.add(new InvalidRulesException.Fault(
                    pointer + "/channel", "none: account_end is about all that a client has"));
            return;
        }
        if (Channel.OPERATOR.equals(text.channel())) {
            faults.add(new InvalidRulesException.Fault(
                    pointer + "/channel", "another channel; operator holds no content of consumers"));
            return;
        }
        Integer first = subjects.putIfAbsent(new Subject(text.category(), text.channel()), index);
        if (first != null) {
            faults.add(new InvalidRulesException.Fault(
                    pointer, "another category or channel than rule " + first + " (from 0): the two overlap"));
            faults.add(new InvalidRulesException.Fault(
                    "/" + first, "another category or channel than rule " + index + " (from 0): the two overlap"));
        }
    }

    /// @throws InvalidRulesException if a rule's period lies outside
    public RetentionRules within(RetentionLimits limits) {
        List<InvalidRulesException.Fault> faults = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (!limits.allow(rules.get(i).period())) {
                faults.add(new InvalidRulesException.Fault("/" + i + "/period", limits.inWords()));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidRulesException(faults);
        }
        return this;
    }

    /// The rule that applies; empty only in schedules from before a default was required.
    ///
    /// @param channel null for one that no rule names
    public Optional<RetentionRule> ruleFor(Category category, @Nullable Channel channel) {
        return Stream.of(
                        rule(category.wireName(), channel),
                        rule(category.wireName(), null),
                        rule(RetentionRule.DEFAULT, channel),
                        rule(RetentionRule.DEFAULT, null))
                .flatMap(Collection::stream)
                .findFirst();
    }

    public Optional<RetentionRule> ruleFor(Bucket bucket) {
        return ruleFor(bucket.category(), bucket.channel());
    }

    /// Whether content of some kind that is of that day already would be kept shorter than by other rules, and be due
    /// by an instant; whether there is any or not.
    public boolean shorten(RetentionRules before, LocalDate day, Instant by) {
        Set<@Nullable Channel> channels = new HashSet<>();
        channels.add(null);
        Stream.concat(rules.stream(), before.rules.stream())
                .map(RetentionRule::channel)
                .forEach(channels::add);
        return channels.stream()
                        .anyMatch(channel -> Arrays.stream(Category.values())
                                .anyMatch(category ->
                                        shortens(period(category, channel), before.period(category, channel), day, by)))
                || shortens(accountEnd(), before.accountEnd(), day, by);
    }

    private Optional<Period> period(Category category, @Nullable Channel channel) {
        return ruleFor(category, channel).map(RetentionRule::period);
    }

    private static boolean shortens(Optional<Period> now, Optional<Period> before, LocalDate day, Instant by) {
        return now.isPresent()
                && (before.isEmpty() || Periods.isShorter(now.get(), before.get()))
                && !DueDates.dueAt(day, now.get()).isAfter(by);
    }

    /// How long after off-boarding a client's keys are kept: the rule of its own, else the default.
    public Optional<Period> accountEnd() {
        return Stream.of(rule(ACCOUNT_END, null), rule(RetentionRule.DEFAULT, null))
                .flatMap(Collection::stream)
                .findFirst()
                .map(RetentionRule::period);
    }

    /// The first instant at which the bucket may go; empty where no rule says so.
    public Optional<Instant> dueAt(Bucket bucket) {
        return ruleFor(bucket).map(rule -> DueDates.dueAt(bucket.day(), rule.period()));
    }

    private List<RetentionRule> rule(String category, @Nullable Channel channel) {
        return rules.stream()
                .filter(rule -> rule.category().equals(category) && Objects.equals(rule.channel(), channel))
                .toList();
    }
}
