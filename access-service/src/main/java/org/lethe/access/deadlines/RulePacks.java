package org.lethe.access.deadlines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// All versions of all rules. A request comes under the version that is in force on the day of its receipt, keeps its
/// number, and is answered by it whatever comes later.
public final class RulePacks {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final RulePacks BUNDLED = bundledOnes();

    private final Map<String, List<RulePack>> versions;

    private RulePacks(Map<String, List<RulePack>> versions) {
        this.versions = versions;
    }

    /// Those of `rules.json`.
    public static RulePacks bundled() {
        return BUNDLED;
    }

    /// @param json as `rules.json`
    /// @throws IllegalArgumentException if versions or their days don't follow one another
    static RulePacks read(InputStream json) {
        Map<String, List<Numbers>> rules = JSON.readValue(json, new TypeReference<Map<String, List<Numbers>>>() {});
        Map<String, List<RulePack>> versions = new TreeMap<>();
        rules.forEach((rule, numbers) -> versions.put(
                rule, inOrder(numbers.stream().map(one -> one.named(rule)).toList())));
        return new RulePacks(versions);
    }

    /// The names of the rules, sorted.
    public List<String> rules() {
        return List.copyOf(versions.keySet());
    }

    /// @return oldest first
    /// @throws UnknownRuleException if no rule has this name
    public List<RulePack> versions(String rule) {
        List<RulePack> found = versions.get(rule);
        if (found == null) {
            throw new UnknownRuleException("there is no rule " + rule + "; there are " + rules(), rules());
        }
        return found;
    }

    /// The version that a request comes under.
    ///
    /// @param receivedOn in the zone of the request
    /// @throws UnknownRuleException if no rule has this name
    /// @throws RuleNotInForceException if the rule came later
    public RulePack at(String rule, LocalDate receivedOn) {
        List<RulePack> all = versions(rule);
        return all.reversed().stream()
                .filter(pack -> !pack.effectiveFrom().isAfter(receivedOn))
                .findFirst()
                .orElseThrow(() -> new RuleNotInForceException(
                        rule, receivedOn, all.getFirst().effectiveFrom()));
    }

    /// As [#at(String, LocalDate)].
    public RulePack at(String rule, Instant receivedAt, ZoneId zone) {
        return at(rule, LocalDate.ofInstant(receivedAt, zone));
    }

    /// The version that a request came under.
    ///
    /// @throws UnknownRuleException if there is no such rule or version
    public RulePack get(String rule, int version) {
        List<RulePack> all = versions(rule);
        return all.stream()
                .filter(pack -> pack.version() == version)
                .findFirst()
                .orElseThrow(() -> {
                    List<String> there = all.stream()
                            .map(pack -> String.valueOf(pack.version()))
                            .toList();
                    return new UnknownRuleException(
                            "there is no version " + version + " of " + rule + "; there are " + there, there);
                });
    }

    private static RulePacks bundledOnes() {
        try (InputStream json = Objects.requireNonNull(RulePacks.class.getResourceAsStream("rules.json"))) {
            return read(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RulePack> inOrder(List<RulePack> packs) {
        if (packs.isEmpty()) {
            throw new IllegalArgumentException("a rule has at least one version");
        }
        for (int i = 1; i < packs.size(); i++) {
            RulePack before = packs.get(i - 1);
            RulePack after = packs.get(i);
            if (after.version() <= before.version() || !after.effectiveFrom().isAfter(before.effectiveFrom())) {
                throw new IllegalArgumentException(after.rule() + ": version " + after.version() + " of "
                        + after.effectiveFrom() + " doesn't follow version " + before.version() + " of "
                        + before.effectiveFrom());
            }
        }
        return List.copyOf(packs);
    }

    /// A version as it stands in the file, below the name of its rule.
    private record Numbers(
            int version,
            LocalDate effectiveFrom,
            TimeLimit due,
            RulePack.CountedFrom countedFrom,
            boolean rolls,
            @Nullable TimeLimit acknowledge,
            int operationalDays,
            RulePack.@Nullable Extension extension,
            RulePack.@Nullable PauseRule pause,
            RulePack.@Nullable Appeal appeal,
            RulePack.@Nullable Dispute dispute,
            @Nullable Region region,
            List<String> sources) {
        RulePack named(String rule) {
            return new RulePack(
                    rule,
                    version,
                    effectiveFrom,
                    due,
                    countedFrom,
                    rolls,
                    acknowledge,
                    operationalDays,
                    extension,
                    pause,
                    appeal,
                    dispute,
                    region,
                    sources);
        }
    }
}
