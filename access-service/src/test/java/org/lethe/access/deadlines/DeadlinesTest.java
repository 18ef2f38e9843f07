package org.lethe.access.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
    private static final ZoneId UTC = ZoneId.of("Etc/UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId DUBLIN = ZoneId.of("Europe/Dublin");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");

    @Nested
    class Months {
        /// GDPR Art 12(3): one month of receipt. Reg. 1182/71 Art 3(4): a last day that is a Saturday, a Sunday or a
        /// public holiday moves to the next working day.
        @ParameterizedTest
        @CsvSource({
            "2026-01-31, Europe/Berlin,    2026-03-02", // 28 February is a Saturday
            "2026-03-05, Europe/Berlin,    2026-04-07", // 5 April is Easter Sunday, 6 April a holiday
            "2026-03-05, Europe/Dublin,    2026-04-07",
            "2026-03-05, Etc/UTC,          2026-04-06", // no holidays known
            "2026-03-05, America/New_York, 2026-04-06", // Easter Monday is worked
            "2028-01-31, Europe/Berlin,    2028-02-29", // a leap year
            "2028-02-29, Europe/Berlin,    2028-03-29",
            "2027-01-29, Europe/Berlin,    2027-03-01", // 28 February is a Sunday
            "2026-02-28, Europe/Berlin,    2026-03-30", // the same number, not the end of the month; a Saturday
            "2026-11-25, Europe/Berlin,    2026-12-28", // Christmas, St Stephen's, a Sunday
            "2025-12-01, Europe/Berlin,    2026-01-02", // over the end of the year
            "2026-09-03, Europe/Berlin,    2026-10-05" // German Unity is a Saturday, then a Sunday
        })
        void endOnTheSameNumberOrTheLastOfTheMonthAndRoll(LocalDate received, ZoneId zone, LocalDate due) {
            assertThat(of("gdpr", noon(received, zone)).dueOn()).isEqualTo(due);
        }

        /// ICO, Right of access: 3 September to 3 October, then the next working day. Bank holidays differ within the
        /// United Kingdom.
        @ParameterizedTest
        @CsvSource({
            "2025-09-03, gb-eng, 2025-10-03",
            "2026-01-31, gb-eng, 2026-03-02",
            "2026-03-05, gb-eng, 2026-04-07",
            "2026-03-05, gb-sct, 2026-04-06",
            "2026-02-17, gb-eng, 2026-03-17",
            "2026-02-17, gb-nir, 2026-03-18" // St Patrick's Day
        })
        void rollByTheHolidaysOfTheRegion(LocalDate received, String region, LocalDate due) {
            Facts facts = noon(received, LONDON).in(Region.of(region));

            assertThat(of("uk-gdpr", facts).dueOn()).isEqualTo(due);
        }

        @Test
        void areExtendedToThreeFromTheReceiptNotToOneAndTwo() {
            Facts facts = noon("2026-01-31", BERLIN).reached(Milestone.EXTENDED, at("2026-02-20T12:00", BERLIN));

            Deadlines deadlines = of("gdpr", facts);

            assertThat(deadlines.dueOn()).isEqualTo("2026-04-30"); // one and two would be the 28th
            assertThat(deadlines.extensionLimitOn()).isEqualTo("2026-04-30");
            assertThat(deadlines.noticeBy()).isEqualTo("2026-03-02");
            assertThat(deadlines.extended()).isTrue();
        }

        /// UK GDPR Art 12A(3): the period is extended by two months.
        @ParameterizedTest
        @CsvSource({"2026-03-04, 2026-06-04", "2026-01-31, 2026-04-28", "2026-03-05, 2026-06-05"})
        void areExtendedByTwoInTheUnitedKingdom(LocalDate received, LocalDate due) {
            Facts facts = noon(received, LONDON)
                    .reached(
                            Milestone.EXTENDED,
                            noon(received.plusDays(9), LONDON).receivedAt());

            assertThat(of("uk-gdpr", facts).dueOn()).isEqualTo(due);
        }

        @Test
        void ofALimitRollToo() {
            Facts facts = noon("2026-05-20", BERLIN).reached(Milestone.EXTENDED, at("2026-06-01T12:00", BERLIN));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-08-20");
            assertThat(of("gdpr", facts.in(Region.of("de-by"))).dueOn()).isEqualTo("2026-08-20");

            Facts onSaturday = noon("2026-05-22", BERLIN).reached(Milestone.EXTENDED, at("2026-06-01T12:00", BERLIN));
            assertThat(of("gdpr", onSaturday).dueOn()).isEqualTo("2026-08-24");
        }
    }

    @Nested
    class Days {
        /// Cal. Civ. Code 1798.130(a)(2): 45 days, 90 if extended; a weekend moves neither.
        @Test
        void ofTheCcpaAreCountedFromTheReceiptAndDontRoll() {
            Facts facts = noon("2026-01-31", LOS_ANGELES);

            assertThat(of("ccpa", facts).dueOn()).isEqualTo("2026-03-17");
            assertThat(of("ccpa", facts).noticeBy()).isEqualTo("2026-03-17");
            assertThat(of("ccpa", facts.reached(Milestone.EXTENDED, at("2026-03-17T23:00", LOS_ANGELES)))
                            .dueOn())
                    .isEqualTo("2026-05-01");
            assertThat(of("ccpa", noon("2026-01-07", LOS_ANGELES)).dueOn()).isEqualTo("2026-02-21"); // a Saturday
        }

        /// 11 CCR 7021(b): whether or not verified.
        @Test
        void ofTheCcpaRunWhileNobodyIsVerified() {
            Facts facts = noon("2026-01-31", LOS_ANGELES)
                    .paused(at("2026-02-01T12:00", LOS_ANGELES), PauseReason.IDENTITY_IN_DOUBT)
                    .reached(Milestone.IDENTIFIED, at("2026-02-20T12:00", LOS_ANGELES));

            Deadlines deadlines = of("ccpa", facts);

            assertThat(deadlines.dueOn()).isEqualTo("2026-03-17");
            assertThat(deadlines.paused()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"us-state, us-ct", "us-state, us-co", "us-state,", "shield,"})
        void areFortyFiveElsewhereInTheUnitedStates(String rule, String region) {
            Facts facts = noon("2026-01-31", ZoneId.of("America/New_York"));

            assertThat(of(rule, region == null ? facts : facts.in(Region.of(region)))
                            .dueOn())
                    .isEqualTo("2026-03-17");
        }

        /// Colo. Rev. Stat. 6-1-1306(3): 45; Connecticut and Virginia 60.
        @ParameterizedTest
        @CsvSource({"us-state, us-co, 2026-05-25", "us-state, us-ct, 2026-06-09", "us-state, us-va, 2026-06-09"})
        void ofAnAppealAreTheStates(String rule, String region, LocalDate due) {
            Facts facts = noon("2026-01-31", ZoneId.of("America/New_York")).in(Region.of(region));

            assertThat(of(rule, facts).appealDueAt()).isEmpty();
            assertThat(of(rule, facts.reached(Milestone.APPEALED, at("2026-04-10T12:00", facts.zone())))
                            .appealDueOn())
                    .isEqualTo(due);
        }

        @Test
        void ofAPanelAreSixty() {
            Facts facts = noon("2026-01-31", UTC).reached(Milestone.PANEL_ASKED, at("2026-04-10T12:00", UTC));

            assertThat(of("shield", facts).panelDueOn()).isEqualTo("2026-06-09");
            assertThat(of("gdpr", facts).panelDueOn()).isNull();
        }

        @Test
        void ofOurOwnAreTwentyEightAndNeverMoreThanTheLaws() {
            assertThat(of("gdpr", noon("2026-01-31", BERLIN)).operationalDueOn())
                    .isEqualTo("2026-02-28");
            assertThat(of("ccpa", noon("2026-01-31", LOS_ANGELES)).operationalDueOn())
                    .isEqualTo("2026-02-28");
            Deadlines optOut = of("ccpa-opt-out", noon("2026-03-02", LOS_ANGELES));
            assertThat(optOut.operationalDueOn()).isEqualTo(optOut.dueOn());
        }

        @Test
        void ofOurOwnMoveWithAPauseThatBeganInTime() {
            Facts facts = noon("2026-03-02", BERLIN)
                    .paused(at("2026-03-05T12:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-03-08T12:00", BERLIN));

            assertThat(of("gdpr", facts).operationalDueOn()).isEqualTo("2026-04-02");
            Facts extended = facts.reached(Milestone.EXTENDED, at("2026-03-20T12:00", BERLIN))
                    .paused(at("2026-05-01T12:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-05-05T12:00", BERLIN));
            assertThat(of("gdpr", extended).operationalDueOn()).isEqualTo("2026-04-02");
        }
    }

    @Nested
    class BusinessDays {
        /// 11 CCR 7021(a): receipt confirmed within ten business days. 11 CCR 7026(f): fifteen for an opt-out.
        @ParameterizedTest
        @CsvSource({
            "2026-03-02, 2026-03-16, 2026-03-23",
            "2026-02-06, 2026-02-23, 2026-03-02", // Presidents' Day isn't worked, Lincoln Day is only observed
            "2026-07-01, 2026-07-16, 2026-07-23", // Independence Day, a Saturday, is kept on Friday the 3rd
            "2021-12-20, 2022-01-05, 2022-01-12" // Christmas on the 24th, New Year's Day on 31 December
        })
        void skipWeekendsAndHolidays(LocalDate received, LocalDate acknowledge, LocalDate optOut) {
            assertThat(of("ccpa", noon(received, LOS_ANGELES)).acknowledgeBy()).isEqualTo(acknowledge);
            assertThat(of("ccpa-opt-out", noon(received, LOS_ANGELES)).dueOn()).isEqualTo(optOut);
        }

        /// 26 November 2026 is Thanksgiving; the day after is a holiday of California, not of the United States.
        @Test
        void skipThanksgiving() {
            Facts facts = noon("2026-11-20", LOS_ANGELES);

            assertThat(of("ccpa", facts.in(Region.of("us"))).acknowledgeBy()).isEqualTo("2026-12-07");
            assertThat(of("ccpa", facts).acknowledgeBy()).isEqualTo("2026-12-08");
            assertThat(of("ccpa-opt-out", facts.in(Region.of("us"))).dueOn()).isEqualTo("2026-12-14");
        }

        @Test
        void areAskedForByNoOtherRule() {
            assertThat(of("gdpr", noon("2026-03-02", BERLIN)).acknowledgeAt()).isEmpty();
            assertThat(of("us-state", noon("2026-03-02", LOS_ANGELES)).acknowledgeBy())
                    .isNull();
        }
    }

    @Nested
    class Zones {
        @Test
        void sayOnWhichDayARequestCame() {
            Instant received = Instant.parse("2026-01-30T23:30:00Z");

            assertThat(of("gdpr", Facts.received(received, BERLIN)).receivedOn())
                    .isEqualTo("2026-01-31");
            assertThat(of("gdpr", Facts.received(received, DUBLIN)).receivedOn())
                    .isEqualTo("2026-01-30");
            assertThat(of("ccpa", Facts.received(received, LOS_ANGELES)).dueOn())
                    .isEqualTo("2026-03-16");
        }

        @Test
        void sayWhenADayIsOver() {
            assertThat(of("gdpr", noon("2026-03-02", BERLIN)).dueAt())
                    .isEqualTo("2026-04-02T21:59:59Z"); // summer time began on 29 March
            assertThat(of("gdpr", noon("2026-02-02", BERLIN)).dueAt()).isEqualTo("2026-03-02T22:59:59Z");
            assertThat(of("ccpa", noon("2026-01-31", LOS_ANGELES)).dueAt()).isEqualTo("2026-03-18T06:59:59Z");
            assertThat(of("ccpa", noon("2026-03-02", LOS_ANGELES)).acknowledgeAt())
                    .contains(Instant.parse("2026-03-17T06:59:59Z"));
        }

        /// In Cairo, clocks go from 24:00 to 1:00 and from 24:00 back to 23:00.
        @Test
        void inWhichClocksChangeAtMidnightKeepTheLastSecond() {
            ZoneId cairo = ZoneId.of("Africa/Cairo");

            assertThat(Deadlines.endOf(LocalDate.parse("2026-04-23"), cairo)).isEqualTo("2026-04-23T21:59:59Z");
            assertThat(Deadlines.endOf(LocalDate.parse("2026-10-29"), cairo)).isEqualTo("2026-10-29T21:59:59Z");
        }

        @Test
        void withoutHolidaysKnowWeekendsOnly() {
            assertThat(of("gdpr", noon("2025-11-25", UTC)).dueOn()).isEqualTo("2025-12-25");
            assertThat(of("gdpr", noon("2025-11-25", UTC).in(Region.of("ie"))).dueOn())
                    .isEqualTo("2025-12-29");
        }

        @Test
        void yieldToTheRulesOwnRegion() {
            assertThat(of("uk-gdpr", noon("2026-03-05", UTC)).dueOn()).isEqualTo("2026-04-07");
        }

        @Test
        void ofNoKnownPlaceAreRefused() {
            assertThatThrownBy(() -> of("gdpr", noon("2026-03-05", UTC).in(Region.of("de-xx"))))
                    .isInstanceOf(UnknownRegionException.class)
                    .hasMessageContaining("de-xx")
                    .hasMessageContaining("by");
        }
    }

    @Nested
    class Pauses {
        /// GDPR Art 12(6). The day of asking is one of the month's days, that of the answer none.
        @ParameterizedTest
        @CsvSource({
            "2026-03-10T09:00, 2026-03-10T18:00, 2026-04-02", // answered on the day
            "2026-03-10T18:00, 2026-03-11T09:00, 2026-04-07", // one: Good Friday, and Easter
            "2026-03-10T09:00, 2026-03-17T09:00, 2026-04-09",
            "2026-03-02T12:30, 2026-03-09T09:00, 2026-04-09" // asked at once: a month from the answer
        })
        void moveTheMonthByTheirDays(LocalDateTime from, LocalDateTime to, LocalDate due) {
            Facts facts = noon("2026-03-02", BERLIN)
                    .paused(at(from, BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at(to, BERLIN));

            Deadlines deadlines = of("gdpr", facts);

            assertThat(deadlines.dueOn()).isEqualTo(due);
            assertThat(deadlines.noticeBy()).isEqualTo(due);
            assertThat(deadlines.paused()).isFalse();
        }

        /// UK GDPR Art 12A, in the words of the Data Protection Act 2018, s. 54(3C): beginning with the day of asking
        /// and ending with the day of the answer, for the notice too. Before 5 February 2026 nothing said so.
        @ParameterizedTest
        @CsvSource({
            "2026-03-02, 2026-03-10, 2026-03-10, 2026-04-07", // 2 + 1 is Good Friday
            "2026-03-02, 2026-03-10, 2026-03-17, 2026-04-10", // 2 + 8
            "2025-06-02, 2025-06-10, 2025-06-17, 2025-07-09", // 2 + 7
            "2026-02-05, 2026-02-10, 2026-02-11, 2026-03-09", // the first day: 5 + 2, a Saturday
            "2026-02-04, 2026-02-10, 2026-02-11, 2026-03-05", // the day before: 4 + 1
            "2026-03-11, 2026-03-11, 2026-03-13, 2026-04-13" // 11 + 2: the day of receipt doesn't count anyway
        })
        void countWithBothTheirDaysInTheUnitedKingdom(
                LocalDate received, LocalDate asked, LocalDate answered, LocalDate due) {
            Facts facts = noon(received, LONDON)
                    .paused(noon(asked, LONDON).receivedAt(), PauseReason.CLARIFICATION)
                    .resumed(noon(answered, LONDON).receivedAt());

            assertThat(of("uk-gdpr", facts).dueOn()).isEqualTo(due);
            assertThat(of("uk-gdpr", facts).noticeBy()).isEqualTo(due);
        }

        @Test
        void thatOverlapCountOnce() {
            Facts facts = noon("2026-03-02", BERLIN)
                    .with(pause("2026-03-04T12:00", "2026-03-11T12:00"))
                    .with(pause("2026-03-06T12:00", "2026-03-08T12:00"))
                    .with(pause("2026-03-11T18:00", "2026-03-14T12:00"));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-04-13"); // 2 + 10, a Sunday
        }

        @Test
        void thatAreOpenMoveItWithEveryDay() {
            Facts facts =
                    noon("2026-03-02", BERLIN).paused(at("2026-03-10T09:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT);

            Deadlines onThe17th = Deadlines.asOf(pack("gdpr", facts), facts, at("2026-03-17T09:00", BERLIN));
            Deadlines onThe20th = Deadlines.asOf(pack("gdpr", facts), facts, at("2026-03-20T09:00", BERLIN));

            assertThat(onThe17th.dueOn()).isEqualTo("2026-04-09");
            assertThat(onThe20th.dueOn()).isEqualTo("2026-04-13"); // 2 + 10, a Sunday
            assertThat(onThe20th.paused()).isTrue();
            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-04-02");
        }

        @Test
        void ofAnotherReasonMoveNothing() {
            Facts facts = noon("2026-03-02", BERLIN)
                    .paused(at("2026-03-10T09:00", BERLIN), PauseReason.CLARIFICATION)
                    .resumed(at("2026-03-20T09:00", BERLIN));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-04-02");
            assertThat(of("us-state", facts).dueOn()).isEqualTo("2026-04-16");
        }

        @Test
        void thatBeginWhenItIsOverdueComeTooLate() {
            Facts facts = noon("2026-03-02", BERLIN)
                    .paused(at("2026-04-03T00:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-04-20T09:00", BERLIN));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-04-02");
        }

        @Test
        void onTheLastDayComeInTime() {
            Facts facts = noon("2026-03-02", BERLIN)
                    .paused(at("2026-04-02T23:59", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-04-22T09:00", BERLIN));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-04-22");
        }

        @Test
        void onTheDayToWhichItRolledComeInTime() {
            Facts facts = noon("2026-01-31", BERLIN)
                    .paused(at("2026-03-02T09:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-03-12T09:00", BERLIN));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-03-12"); // of the answer
        }

        @Test
        void cantEndBeforeTheyBegin() {
            assertThatThrownBy(() -> pause("2026-03-10T09:00", "2026-03-09T09:00"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class RelevantTime {
        /// UK GDPR Art 12A(2): the latest of the request, the information asked for, and the fee.
        @Test
        void isTheLatestOfReceiptInformationAndFee() {
            Facts facts = noon("2026-03-02", LONDON)
                    .reached(Milestone.FEE_PAID, at("2026-03-20T12:00", LONDON))
                    .reached(Milestone.IDENTIFIED, at("2026-03-12T12:00", LONDON));

            Deadlines deadlines = of("uk-gdpr", facts);

            assertThat(deadlines.countedFrom()).isEqualTo("2026-03-20");
            assertThat(deadlines.dueOn()).isEqualTo("2026-04-20");
            assertThat(deadlines.noticeBy()).isEqualTo("2026-04-20");
            assertThat(Deadlines.asOf(pack("uk-gdpr", facts), facts, at("2026-03-13T12:00", LONDON))
                            .dueOn())
                    .isEqualTo("2026-04-13"); // 12 April is a Sunday
        }

        @Test
        void isTheReceiptForEveryOtherRule() {
            Facts facts = noon("2026-03-02", BERLIN).reached(Milestone.IDENTIFIED, at("2026-03-12T12:00", BERLIN));

            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-04-02");
        }

        @Test
        void leavesOutWhatWasPausedBefore() {
            Facts facts = noon("2026-03-02", LONDON)
                    .paused(at("2026-03-05T12:00", LONDON), PauseReason.CLARIFICATION)
                    .reached(Milestone.IDENTIFIED, at("2026-03-16T12:00", LONDON))
                    .resumed(at("2026-03-18T12:00", LONDON));

            assertThat(of("uk-gdpr", facts).dueOn()).isEqualTo("2026-04-20"); // 16 + 2, a Saturday
        }
    }

    @Nested
    class Extensions {
        @Test
        void areInTimeToTheEndOfTheLastDay() {
            Deadlines deadlines = of("gdpr", noon("2026-01-31", BERLIN));

            assertThat(deadlines.extendable()).isTrue();
            assertThat(deadlines.mayExtend(at("2026-03-02T23:59:59", BERLIN))).isTrue();
            assertThat(deadlines.mayExtend(at("2026-03-03T00:00", BERLIN))).isFalse();
            assertThat(deadlines.noticeAt()).contains(Instant.parse("2026-03-02T22:59:59Z"));
        }

        @Test
        void areTakenOnce() {
            Facts facts = noon("2026-01-31", BERLIN).reached(Milestone.EXTENDED, at("2026-02-20T12:00", BERLIN));

            assertThat(of("gdpr", facts).extendable()).isFalse();
            assertThat(of("gdpr", facts).mayExtend(at("2026-02-21T12:00", BERLIN)))
                    .isFalse();
            assertThat(of("gdpr", facts.reached(Milestone.EXTENDED, at("2026-04-20T12:00", BERLIN)))
                            .dueOn())
                    .isEqualTo("2026-04-30");
        }

        @Test
        void toldTooLateAreNone() {
            Facts facts = noon("2026-01-31", BERLIN).reached(Milestone.EXTENDED, at("2026-03-03T12:00", BERLIN));

            assertThat(of("gdpr", facts).extended()).isFalse();
            assertThat(of("gdpr", facts).dueOn()).isEqualTo("2026-03-02");
        }

        @ParameterizedTest
        @CsvSource({"ccpa-opt-out", "shield"})
        void areThereOnlyWhereARuleHasThem(String rule) {
            Facts facts = noon("2026-03-02", LOS_ANGELES);
            Deadlines deadlines = of(rule, facts);

            assertThat(deadlines.extendable()).isFalse();
            assertThat(deadlines.noticeAt()).isEmpty();
            assertThat(deadlines.extensionLimitAt()).isEmpty();
            assertThat(deadlines.mayExtend(facts.receivedAt())).isFalse();
            assertThat(of(rule, facts.reached(Milestone.EXTENDED, facts.receivedAt()))
                            .dueOn())
                    .isEqualTo(deadlines.dueOn());
        }

        @Test
        void andPausesAddUp() {
            Facts facts = noon("2026-03-02", BERLIN)
                    .paused(at("2026-03-10T09:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-03-17T09:00", BERLIN))
                    .reached(Milestone.EXTENDED, at("2026-04-09T12:00", BERLIN))
                    .paused(at("2026-05-04T09:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                    .resumed(at("2026-05-07T09:00", BERLIN));

            Deadlines deadlines = of("gdpr", facts);

            assertThat(deadlines.extended()).isTrue(); // the pause had moved the notice to the 9th
            assertThat(deadlines.noticeBy()).isEqualTo("2026-04-09");
            assertThat(deadlines.dueOn()).isEqualTo("2026-06-12"); // 2 June + 7 + 3
        }
    }

    @Test
    void aDueDateOfThePastIsCountedAgain() {
        Facts facts = noon("2026-03-02", BERLIN)
                .paused(at("2026-03-10T09:00", BERLIN), PauseReason.IDENTITY_IN_DOUBT)
                .resumed(at("2026-03-17T09:00", BERLIN))
                .reached(Milestone.EXTENDED, at("2026-03-25T12:00", BERLIN));
        RulePack pack = pack("gdpr", facts);

        assertThat(Deadlines.asOf(pack, facts, at("2026-03-09T12:00", BERLIN)).dueOn())
                .isEqualTo("2026-04-02");
        assertThat(Deadlines.asOf(pack, facts, at("2026-03-12T12:00", BERLIN)).dueOn())
                .isEqualTo("2026-04-07"); // 4 April, a Saturday before Easter
        assertThat(Deadlines.asOf(pack, facts, at("2026-03-20T12:00", BERLIN)).dueOn())
                .isEqualTo("2026-04-09");
        assertThat(Deadlines.asOf(pack, facts, at("2026-03-26T12:00", BERLIN)).dueOn())
                .isEqualTo("2026-06-09");
    }

    private static Deadlines of(String rule, Facts facts) {
        return Deadlines.of(pack(rule, facts), facts);
    }

    private static RulePack pack(String rule, Facts facts) {
        return RulePacks.bundled().at(rule, facts.receivedAt(), facts.zone());
    }

    private static Pause pause(String from, String to) {
        return new Pause(at(from, BERLIN), at(to, BERLIN), PauseReason.IDENTITY_IN_DOUBT);
    }

    private static Facts noon(String day, ZoneId zone) {
        return noon(LocalDate.parse(day), zone);
    }

    private static Facts noon(LocalDate day, ZoneId zone) {
        return Facts.received(at(day.atTime(12, 0), zone), zone);
    }

    private static Instant at(String local, ZoneId zone) {
        return at(LocalDateTime.parse(local), zone);
    }

    private static Instant at(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).toInstant();
    }
}
