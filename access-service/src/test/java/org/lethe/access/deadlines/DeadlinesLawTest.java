package org.lethe.access.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lethe.testkit.TestRounds;

/// What holds of every request, whatever happens to it.
class DeadlinesLawTest {
    private static final int CASES = TestRounds.of(10_000, 200_000);
    private static final Instant FIRST = Instant.parse("2023-01-02T00:00:00Z");
    private static final long SIX_YEARS = Duration.ofDays(6 * 365).toSeconds();
    private static final int HALF_A_YEAR = (int) Duration.ofDays(180).toSeconds();
    private static final List<ZoneId> ZONES = Stream.of(
                    "Etc/UTC",
                    "Europe/Berlin",
                    "Europe/Dublin",
                    "Europe/London",
                    "Europe/Paris",
                    "Africa/Cairo",
                    "America/Los_Angeles",
                    "America/New_York",
                    "Pacific/Kiritimati",
                    "Pacific/Pago_Pago",
                    "Australia/Lord_Howe",
                    "Asia/Kathmandu")
            .map(ZoneId::of)
            .toList();
    private static final List<String> REGIONS = List.of("de", "de-by", "ie", "fr", "gb-sct", "gb-eng", "us", "us-ca");

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RulePacks packs = RulePacks.bundled();

    /// The facts of a request as they grew, one by one, and when each became known.
    private record Life(List<Facts> grown, List<Instant> known) {
        Facts last() {
            return grown.getLast();
        }

        /// The facts that were known at a moment, as they had grown until then.
        Facts knownAt(Instant moment) {
            int newest = 0;
            for (int i = 0; i < known.size(); i++) {
                if (!known.get(i).isAfter(moment)) {
                    newest = i;
                }
            }
            return grown.get(newest);
        }
    }

    @Test
    void everyDateOfThePastIsCountedAgainFromWhatCameLater() {
        for (int i = 0; i < CASES; i++) {
            int number = i;
            Life life = life();
            RulePack pack = pack(life);
            Instant moment = life.last().receivedAt().plusSeconds(random.nextInt(HALF_A_YEAR));

            Deadlines then = Deadlines.asOf(pack, life.knownAt(moment), moment);

            assertThat(Deadlines.asOf(pack, life.last(), moment))
                    .as(() -> told(number, life))
                    .isEqualTo(then);
        }
    }

    @Test
    void noDateLiesBeforeTheReceiptNorOnADayThatIsntWorked() {
        for (int i = 0; i < CASES; i++) {
            int number = i;
            Life life = life();
            RulePack pack = pack(life);
            Deadlines deadlines = Deadlines.of(pack, life.last());

            assertThat(Stream.of(
                                    deadlines.countedFrom(),
                                    deadlines.dueOn(),
                                    deadlines.operationalDueOn(),
                                    deadlines.acknowledgeBy(),
                                    deadlines.noticeBy(),
                                    deadlines.extensionLimitOn(),
                                    deadlines.appealDueOn())
                            .filter(day -> day != null))
                    .as(() -> told(number, life))
                    .allMatch(day -> !day.isBefore(deadlines.receivedOn()));
            assertThat(deadlines.operationalDueOn())
                    .as(() -> told(number, life))
                    .isBeforeOrEqualTo(deadlines.dueOn());
            assertThat(deadlines.dueAt())
                    .as(() -> told(number, life))
                    .isAfter(life.last().receivedAt());
            if (pack.rolls()) {
                WorkingDays working = working(pack, life.last());
                assertThat(Stream.of(deadlines.dueOn(), deadlines.noticeBy(), deadlines.extensionLimitOn()))
                        .as(() -> told(number, life))
                        .allMatch(working::includes);
            }
        }
    }

    @Test
    void onePauseMoreMakesNothingDueSooner() {
        for (int i = 0; i < CASES; i++) {
            int number = i;
            Life life = life();
            RulePack pack = pack(life);
            Instant moment = life.last().receivedAt().plusSeconds(HALF_A_YEAR);
            Instant from = life.last().receivedAt().plusSeconds(random.nextInt(HALF_A_YEAR));
            Pause pause = new Pause(
                    from, random.nextInt(4) == 0 ? null : from.plusSeconds(random.nextInt(HALF_A_YEAR)), reason());

            Deadlines without = Deadlines.asOf(pack, life.last(), moment);
            Deadlines with = Deadlines.asOf(pack, life.last().with(pause), moment);

            assertThat(with.dueOn())
                    .as(() -> told(number, life) + " and " + pause)
                    .isAfterOrEqualTo(without.dueOn());
            assertThat(with.operationalDueOn())
                    .as(() -> told(number, life) + " and " + pause)
                    .isAfterOrEqualTo(without.operationalDueOn());
        }
    }

    /// But for a month that is counted from another day: a month from 4 February is shorter than one from 15 January
    /// and
    /// 20 days.
    @Test
    void nothingIsDueSoonerBecauseTimePasses() {
        for (int i = 0; i < CASES; i++) {
            int number = i;
            Life life = life();
            RulePack pack = pack(life);
            Instant moment = life.last().receivedAt().plusSeconds(random.nextInt(HALF_A_YEAR));
            Instant later = moment.plusSeconds(random.nextInt(HALF_A_YEAR));

            Deadlines then = Deadlines.asOf(pack, life.last(), moment);
            Deadlines now = Deadlines.asOf(pack, life.last(), later);

            if (now.countedFrom().equals(then.countedFrom())) {
                assertThat(now.dueOn()).as(() -> told(number, life)).isAfterOrEqualTo(then.dueOn());
            }
        }
    }

    @Test
    void nothingBecomesOverdueWhileTheClockStandsStill() {
        for (int i = 0; i < CASES; i++) {
            int number = i;
            Life life = life();
            RulePack pack = pack(life);
            Instant asked = life.known().getLast();
            Facts facts = life.last().paused(asked, reason());
            Instant later = asked.plusSeconds(random.nextInt(HALF_A_YEAR));

            Deadlines then = Deadlines.asOf(pack, facts, asked);
            Deadlines now = Deadlines.asOf(pack, facts, later);

            if (now.paused() && !then.dueAt().isBefore(asked)) {
                assertThat(now.dueAt()).as(() -> told(number, life)).isAfterOrEqualTo(later);
            }
        }
    }

    /// What was in time when it was told stays so, whatever comes later.
    @Test
    void anExtensionInTimeStaysOne() {
        for (int i = 0; i < CASES; i++) {
            int number = i;
            Life life = life();
            RulePack pack = pack(life);
            Instant moment = life.last().receivedAt().plusSeconds(random.nextInt(HALF_A_YEAR));
            boolean then = Deadlines.asOf(pack, life.last(), moment).extended();

            assertThat(Deadlines.of(pack, life.last()).extended() || !then)
                    .as(() -> told(number, life))
                    .isTrue();
        }
    }

    private Life life() {
        ZoneId zone = pick(ZONES);
        Facts facts = Facts.received(FIRST.plusSeconds(random.nextLong(SIX_YEARS)), zone);
        if (random.nextBoolean()) {
            facts = facts.in(Region.of(pick(REGIONS)));
        }
        List<Facts> grown = new ArrayList<>(List.of(facts));
        List<Instant> known = new ArrayList<>(List.of(facts.receivedAt()));
        Instant at = facts.receivedAt();
        for (int i = random.nextInt(8); i > 0; i--) {
            at = at.plusSeconds(random.nextInt(HALF_A_YEAR / 6));
            facts = switch (random.nextInt(4)) {
                case 0 -> facts.paused(at, reason());
                case 1, 2 -> facts.resumed(at);
                default -> facts.reached(pick(List.of(Milestone.values())), at);
            };
            grown.add(facts);
            known.add(at);
        }
        return new Life(grown, known);
    }

    private RulePack pack(Life life) {
        return packs.at(
                pick(packs.rules()), life.last().receivedAt(), life.last().zone());
    }

    private static WorkingDays working(RulePack pack, Facts facts) {
        Region region = facts.region() != null ? facts.region() : pack.region();
        return region != null
                ? WorkingDays.in(region)
                : ZoneRegions.of(facts.zone()).map(WorkingDays::in).orElseGet(WorkingDays::weekendsOnly);
    }

    private PauseReason reason() {
        return pick(List.of(PauseReason.values()));
    }

    private <T> T pick(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private String told(int number, Life life) {
        return "seed " + seed + ", case " + number + ": " + life.last();
    }
}
