package org.lethe.access.deadlines;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Days that are no Saturday, no Sunday and no official holiday. A day that is only observed (California's Lincoln Day)
/// is worked. A holiday that nobody told of makes a deadline earlier, never later.
public final class WorkingDays {
    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private static final WorkingDays WEEKENDS_ONLY = new WorkingDays(year -> Set.of());
    private static final Map<Region, WorkingDays> KNOWN = new ConcurrentHashMap<>();

    private final IntFunction<Set<LocalDate>> calendar;
    private final Map<Integer, Set<LocalDate>> holidays = new ConcurrentHashMap<>();

    private WorkingDays(IntFunction<Set<LocalDate>> calendar) {
        this.calendar = calendar;
    }

    /// For a place of which no holidays are known.
    public static WorkingDays weekendsOnly() {
        return WEEKENDS_ONLY;
    }

    /// @throws UnknownRegionException if there is no calendar of this region
    public static WorkingDays in(Region region) {
        return KNOWN.computeIfAbsent(region, WorkingDays::open);
    }

    public boolean includes(LocalDate day) {
        return !WEEKEND.contains(day.getDayOfWeek())
                && !holidays.computeIfAbsent(day.getYear(), calendar::apply).contains(day);
    }

    /// @return the day itself if it is worked
    public LocalDate nextOrSame(LocalDate day) {
        LocalDate next = day;
        while (!includes(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    /// The first day doesn't count.
    public LocalDate plus(LocalDate day, int workingDays) {
        LocalDate last = day;
        for (int i = 0; i < workingDays; i++) {
            last = nextOrSame(last.plusDays(1));
        }
        return last;
    }

    private static WorkingDays open(Region region) {
        Set<String> countries = HolidayManager.getSupportedCalendarCodes();
        if (countries.stream().noneMatch(code -> code.equalsIgnoreCase(region.country()))) {
            throw new UnknownRegionException(
                    "there is no calendar of holidays of " + region + "; there are those of " + listed(countries));
        }
        HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(region.country()));
        Set<String> parts = manager.getCalendarHierarchy().getChildren().values().stream()
                .map(CalendarHierarchy::getId)
                .collect(Collectors.toSet());
        String part = region.subdivision();
        if (!part.isEmpty() && !parts.contains(part)) {
            throw new UnknownRegionException("there is no calendar of holidays of " + region + "; of "
                    + region.country() + " there are those of " + listed(parts));
        }
        String[] within = part.isEmpty() ? new String[0] : new String[] {part};
        return new WorkingDays(year -> officialIn(year, manager, within));
    }

    /// A holiday may be kept in the year before: New Year's Day 2022, a Saturday, on 31 December 2021.
    private static Set<LocalDate> officialIn(int year, HolidayManager manager, String... within) {
        return IntStream.rangeClosed(year - 1, year + 1)
                .mapToObj(each -> manager.getHolidays(Year.of(each), within))
                .flatMap(Set::stream)
                .filter(holiday -> holiday.getType() != HolidayType.OBSERVANCE)
                .map(Holiday::getDate)
                .filter(day -> day.getYear() == year)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String listed(Set<String> codes) {
        return codes.stream()
                .map(code -> code.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }
}
