package org.lethe.access.deadlines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Whose holidays apply where only the zone is known: those of the EEA, Switzerland, England and the United States.
/// Elsewhere, and in `Etc/UTC`, only weekends are known.
///
/// @see "IANA time zone database, zone.tab"
final class ZoneRegions {
    private static final Map<String, Region> BY_ZONE = read();

    private ZoneRegions() {}

    static Optional<Region> of(ZoneId zone) {
        return Optional.ofNullable(BY_ZONE.get(zone.getId()));
    }

    static int size() {
        return BY_ZONE.size();
    }

    private static Map<String, Region> read() {
        try (InputStream json = Objects.requireNonNull(ZoneRegions.class.getResourceAsStream("zones.json"))) {
            Map<String, List<String>> zones =
                    JsonMapper.shared().readValue(json, new TypeReference<Map<String, List<String>>>() {});
            Map<String, Region> byZone = new HashMap<>();
            zones.forEach((region, names) -> names.forEach(name -> byZone.put(name, Region.of(region))));
            return Map.copyOf(byZone);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
