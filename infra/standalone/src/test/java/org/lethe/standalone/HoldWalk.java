package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.ClientId;
import org.lethe.testkit.PinnedClock;

/// A walk of one client through talking, holds, releases, expiries, erasures and returns, beside a model of what has to
/// be readable by whom, and of who can be found. The model knows escrows only: what each hold took, and who takes over
/// when one ends.
final class HoldWalk {
    /// What a step does; its number picks among what there is.
    enum Kind {
        SAY,
        HOLD_PERSON,
        HOLD_CONVERSATION,
        HOLD_DAYS,
        HOLD_ALL,
        RELEASE,
        ERASE_PERSON,
        ERASE_CONVERSATION,
        EXPIRE
    }

    record Step(Kind kind, int number) {
        @Override
        public String toString() {
            return kind + " " + number;
        }
    }

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PEOPLE = 3;
    private static final int DAYS = 3;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-02-01");

    /// One message, in a conversation of its own.
    private record Said(String text, String consumer, String conversation, LocalDate day) {}

    private record Hold(String id, Set<String> consumers, Set<String> conversations, LocalDate from, LocalDate to) {
        boolean namesContent() {
            return !consumers.isEmpty() || !conversations.isEmpty();
        }

        boolean covers(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
        }

        boolean covers(Said said) {
            return covers(said.day())
                    && (!namesContent()
                            || consumers.contains(said.consumer())
                            || conversations.contains(said.conversation()));
        }
    }

    private final Function<Integer, RunningFixture> apis;
    private final Expiring expiring;
    private final String client;
    private final List<Said> said = new ArrayList<>();
    private final List<Said> told = new ArrayList<>(); // contact data, under the consumer's id
    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final Map<Integer, String> consumers = new HashMap<>();
    private final Map<Integer, Set<String>> followed = new HashMap<>();
    private final List<Map.Entry<String, String>> returns = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Set<String> erasedConsumers = new HashSet<>();
    private final Set<String> erasedConversations = new HashSet<>();
    private final Set<LocalDate> expiredDays = new HashSet<>();
    private final Map<String, Set<Said>> escrows = new HashMap<>();
    private int requests;

    /// Destroys buckets, and waits until that is done or refused.
    interface Expiring {
        void expire(ClientId client, List<Bucket> buckets);
    }

    /// @param apis the server that answers the nth request
    HoldWalk(Function<Integer, RunningFixture> apis, Expiring expiring) {
        this.apis = apis;
        this.expiring = expiring;
        this.client = "/v1/clients/"
                + RunningFixture.field(
                        api().post("/v1/clients", RunningFixture.CLIENT.replace("P1M", "P500Y")), "client_id");
    }

    static PinnedClock clock() {
        return new PinnedClock(FIRST_DAY.plusDays(DAYS + 7L).atTime(10, 0).toInstant(ZoneOffset.UTC));
    }

    void walk(List<Step> steps) {
        for (Step step : steps) {
            take(step);
            check(step);
        }
    }

    private RunningFixture api() {
        return apis.apply(requests++);
    }

    private void take(Step step) {
        switch (step.kind()) {
            case SAY -> say(step.number() % PEOPLE, FIRST_DAY.plusDays(step.number() / PEOPLE % DAYS));
            case HOLD_PERSON ->
                pick(step, List.copyOf(consumers.values().stream().sorted().toList()))
                        .ifPresent(one -> hold(Set.of(one), Set.of(), null, null));
            case HOLD_CONVERSATION ->
                pick(step, said).ifPresent(one -> hold(Set.of(), Set.of(one.conversation()), null, null));
            case HOLD_DAYS -> {
                LocalDate day = FIRST_DAY.plusDays(step.number() % DAYS);
                hold(Set.of(), Set.of(), day, day.plusDays(step.number() / DAYS % 2));
            }
            case HOLD_ALL -> hold(Set.of(), Set.of(), null, null);
            case RELEASE -> pick(step, List.copyOf(holds.keySet())).ifPresent(this::release);
            case ERASE_PERSON -> erasePerson(step.number() % PEOPLE);
            case ERASE_CONVERSATION -> pick(step, said).ifPresent(this::eraseConversation);
            case EXPIRE -> expire(FIRST_DAY.plusDays(step.number() % DAYS));
        }
    }

    private Stream<Said> contents() {
        return Stream.concat(said.stream(), told.stream());
    }

    private static <T> Optional<T> pick(Step step, List<T> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(step.number() % some.size()));
    }

    private boolean isAlive(Said one) {
        return !erasedConsumers.contains(one.consumer())
                && !erasedConversations.contains(one.conversation())
                && !expiredDays.contains(one.day());
    }

    private boolean isKept(Said one) {
        return holds.keySet().stream()
                .anyMatch(hold -> escrows.getOrDefault(hold, Set.of()).contains(one));
    }

    private void say(int person, LocalDate day) {
        if (expiredDays.contains(day)) {
            return; // refused, and that is told by other tests
        }
        HttpResponse<String> opened = api().posted(
                        client + "/conversations",
                        "{\"channel\":\"web\",\"consumer\":{\"email\":\"p" + person + "@example.com\"},\"opened_at\":\""
                                + day + "T12:00:00Z\"}");
        String consumer = RunningFixture.field(opened, "consumer_id");
        assertThat(forgotten).as("those who are forgotten").doesNotContain(consumer);
        if (contents().noneMatch(one -> one.consumer().equals(consumer))) {
            told.add(new Said("", consumer, consumer, day));
        }
        String conversation = RunningFixture.field(opened, "conversation_id");
        String before = consumers.put(person, consumer);
        assertThat(before == null
                        || before.equals(consumer)
                        || erasedConsumers.contains(before)
                        || forgotten.contains(before))
                .as("one person is one consumer until they are erased or forgotten")
                .isTrue();
        returned(person, consumer);
        String text = "words-" + said.size() + "-end";
        api().posted(
                        client + "/conversations/" + conversation + "/messages",
                        "{\"from\":\"consumer\",\"text\":\"" + text + "\",\"sent_at\":\"" + day + "T12:00:00Z\"}");
        said.add(new Said(text, consumer, conversation, day));
    }

    private void returned(int person, String consumer) {
        for (String former : followed.getOrDefault(person, Set.of())) {
            boolean named = holds.values().stream()
                    .anyMatch(hold -> hold.consumers().contains(former)
                            && !hold.consumers().contains(consumer));
            if (named && !former.equals(consumer)) {
                returns.add(Map.entry(former, consumer));
                holds.values().forEach(this::follow);
            }
        }
    }

    private void follow(Hold hold) {
        for (Map.Entry<String, String> one : returns) {
            if (hold.consumers().contains(one.getKey())) {
                hold.consumers().add(one.getValue());
            }
        }
    }

    private void hold(Set<String> named, Set<String> conversations, LocalDate from, LocalDate to) {
        String scope = from != null
                ? "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}"
                : named.isEmpty() && conversations.isEmpty()
                        ? "{\"all\":true}"
                        : "{\"" + (named.isEmpty() ? "conversation_ids" : "consumer_ids") + "\":[\""
                                + (named.isEmpty() ? conversations : named)
                                        .iterator()
                                        .next() + "\"]}";
        HttpResponse<String> placed = api().post(
                        client + "/legal-holds",
                        "{\"matter\":\"Example v. Example\",\"reason\":\"letter\",\"scope\":" + scope + "}");
        Hold hold = new Hold("", new HashSet<>(named), conversations, from, to);
        follow(hold);
        List<Said> left = contents()
                .filter(hold::covers)
                .filter(one -> isAlive(one) || isKept(one))
                .toList();
        if (placed.statusCode() == 409) {
            assertThat(left).as("what a hold was refused for as destroyed").isEmpty();
            return;
        }
        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(201);
        String id = RunningFixture.field(placed, "hold_id");
        Set<Said> kept = left.stream().filter(one -> !isAlive(one)).collect(Collectors.toCollection(HashSet::new));
        holds.put(id, new Hold(id, hold.consumers(), conversations, from, to));
        escrows.put(id, kept);
    }

    private void release(String id) {
        api().posted(client + "/legal-holds/" + id + "/release", "{}");
        holds.remove(id);
        Set<Said> kept = escrows.remove(id);
        holds.values().forEach(other -> kept.stream().filter(other::covers).forEach(escrows.get(other.id())::add));
        followed.values()
                .forEach(formers -> formers.removeIf(former -> holds.values().stream()
                        .noneMatch(hold -> hold.consumers().contains(former))));
    }

    private void goes(Predicate<Said> gone) {
        contents()
                .filter(gone)
                .filter(this::isAlive)
                .forEach(one -> holds.values().stream()
                        .filter(hold -> hold.covers(one))
                        .forEach(hold -> escrows.get(hold.id()).add(one)));
    }

    private void erasePerson(int person) {
        String consumer = consumers.get(person);
        if (consumer == null) {
            return;
        }
        api().posted(client + "/consumers/" + consumer + "/erase", "{\"reason\":\"consumer-request\"}");
        goes(one -> one.consumer().equals(consumer));
        if (erasedConsumers.add(consumer)
                && holds.values().stream().anyMatch(hold -> hold.consumers().contains(consumer))) {
            followed.computeIfAbsent(person, _ -> new HashSet<>()).add(consumer);
        }
    }

    private void eraseConversation(Said one) {
        HttpResponse<String> erased = api().post(
                        client + "/conversations/" + one.conversation() + "/erase",
                        "{\"reason\":\"client-instruction\"}");
        assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
        goes(other -> other.conversation().equals(one.conversation()));
        erasedConversations.add(one.conversation());
    }

    private void expire(LocalDate day) {
        expiring.expire(
                ClientId.parse(client.substring(client.lastIndexOf('/') + 1)),
                List.of(new Bucket(Category.MESSAGES, Talk.WEB, day), new Bucket(Category.CONTACT, Talk.WEB, day)));
        if (holds.values().stream().noneMatch(hold -> !hold.namesContent() && hold.covers(day))) {
            goes(one -> one.day().equals(day));
            expiredDays.add(day);
        }
    }

    private void check(Step step) {
        for (int person = 0; person < PEOPLE; person++) {
            check(step, person);
        }
        for (Said one : said) {
            String transcript = client + "/conversations/" + one.conversation() + "/transcript";
            assertThat(api().get(transcript).body().contains(one.text()))
                    .as("after %s, %s for anybody", step, one)
                    .isEqualTo(isAlive(one));
            holds.forEach((id, hold) -> {
                HttpResponse<String> read = api().get(transcript, "legal-hold:" + id);
                assertThat(read.body().contains(one.text()))
                        .as("after %s, %s for the hold %s: %s", step, one, hold, read.body())
                        .isEqualTo(hold.covers(one)
                                && (isAlive(one) || escrows.get(id).contains(one)));
            });
        }
    }

    /// Somebody is found for as long as something of theirs is there, for whomever, or a hold names them; and then by
    /// nobody any more.
    private void check(Step step, int person) {
        String consumer = consumers.get(person);
        if (isLeft(consumer)) {
            HttpResponse<String> found = lookUp(person);
            assertThat(found.statusCode() == 200
                            && RunningFixture.field(found, "consumer_id").equals(consumer))
                    .as("after %s, whether the person %d is found as %s: %s", step, person, consumer, found.body())
                    .isTrue();
        } else {
            Awaitility.await("after " + step + ", that nobody finds the person " + person)
                    .atMost(SOON)
                    .until(() -> lookUp(person).statusCode() == 404);
            forgotten.add(consumer);
        }
    }

    private boolean isLeft(String consumer) {
        return consumer != null
                && !erasedConsumers.contains(consumer)
                && (holds.values().stream().anyMatch(hold -> hold.consumers().contains(consumer))
                        || contents()
                                .filter(one -> one.consumer().equals(consumer))
                                .anyMatch(one -> isAlive(one) || isKept(one)));
    }

    private HttpResponse<String> lookUp(int person) {
        return api().post(client + "/consumers/lookup", "{\"email\":\"p" + person + "@example.com\"}");
    }
}
