package org.lethe.contracts.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.retention.InvalidRulesException.Fault;

class RetentionRulesTest {
    private static final Channel WEB = new Channel("web");
    private static final Channel SMS = new Channel("sms");
    private static final RuleText DEFAULT = new RuleText("default", null, "P13M");

    @Test
    void theMostParticularRuleApplies() {
        RetentionRules rules = RetentionRules.read(List.of(
                DEFAULT,
                new RuleText("messages", null, "P2M"),
                new RuleText("messages", WEB, "P1M"),
                new RuleText("default", SMS, "P3M")));

        assertThat(period(rules, Category.MESSAGES, WEB)).isEqualTo(Period.ofMonths(1));
        assertThat(period(rules, Category.MESSAGES, SMS)).isEqualTo(Period.ofMonths(2));
        assertThat(period(rules, Category.VISIT, SMS)).isEqualTo(Period.ofMonths(3));
        assertThat(period(rules, Category.VISIT, WEB)).isEqualTo(Period.ofMonths(13));
        assertThat(rules.dueAt(new Bucket(Category.MESSAGES, WEB, LocalDate.parse("2024-01-31"))))
                .contains(Instant.parse("2024-03-01T12:00:00Z"));
    }

    @Test
    void keysOfAClientThatLeftStayForAccountEndElseForTheDefault() {
        assertThat(RetentionRules.read(List.of(DEFAULT)).accountEnd()).contains(Period.ofMonths(13));
        assertThat(RetentionRules.read(List.of(DEFAULT, new RuleText("account_end", null, "P30D")))
                        .accountEnd())
                .contains(Period.ofDays(30));
    }

    @Test
    void namesEachPlaceThatIsWrong() {
        assertThat(faults(List.of(
                        new RuleText("messages", WEB, "P1D"),
                        new RuleText("chat", null, "P1D"),
                        new RuleText("messages", WEB, "P0D"),
                        new RuleText("account_end", WEB, "P1D"))))
                .extracting(Fault::pointer)
                .containsExactly("/1/category", "/2", "/0", "/2/period", "/3/channel");
    }

    @Test
    void needsADefaultWithoutAChannel() {
        assertThat(faults(List.of(new RuleText("default", WEB, "P1D"))))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("default without a channel"));
        assertThat(faults(List.of())).extracting(Fault::pointer).containsExactly("");
    }

    @Test
    void namesWhatIsToldOutsideOfConversationsButNotWhatOperatorsSay() {
        assertThat(RetentionRules.read(List.of(DEFAULT, new RuleText("contact", Channel.DIRECT, "P1D")))
                        .rules())
                .hasSize(2);
        assertThat(faults(List.of(DEFAULT, new RuleText("contact", Channel.OPERATOR, "P1D"))))
                .containsExactly(new Fault("/1/channel", "another channel; operator holds no content of consumers"));
    }

    @Test
    void refusesWhatLiesOutsideTheLimitsAndTellsThem() {
        RetentionRules rules = RetentionRules.read(List.of(
                new RuleText("default", null, "P1Y"),
                new RuleText("visit", null, "P30D"),
                new RuleText("surveys", null, "P11Y")));
        RetentionLimits limits = new RetentionLimits(Period.ofDays(365), Period.ofYears(10));

        InvalidRulesException refused = catchThrowableOfType(InvalidRulesException.class, () -> rules.within(limits));

        assertThat(refused.faults()).extracting(Fault::pointer).containsExactly("/1/period", "/2/period");
        assertThat(refused.faults().getFirst().detail()).contains("P365D").contains("P10Y");
        assertThat(rules.within(RetentionLimits.NONE)).isSameAs(rules);
    }

    @Test
    void limitsThatLeaveNothingAreImpossible() {
        assertThat(new RetentionLimits(Period.ofYears(2), Period.ofYears(1)).isPossible())
                .isFalse();
        assertThat(new RetentionLimits(Period.ofYears(1), Period.ofMonths(12)).isPossible())
                .isTrue();
    }

    private static Period period(RetentionRules rules, Category category, Channel channel) {
        return rules.ruleFor(category, channel).map(RetentionRule::period).orElseThrow();
    }

    private static List<Fault> faults(List<RuleText> texts) {
        return catchThrowableOfType(InvalidRulesException.class, () -> RetentionRules.read(texts))
                .faults();
    }
}
