package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;

class ConsumerIndexIT {
    private static final Identifier EMAIL = Identifier.email("jo@x.example");
    private static final Identifier PHONE = Identifier.phone("+15550000664");
    private static final Identifier ACCOUNT = Identifier.externalId("A-17");

    private final HikariDataSource pool = KeyringFixture.newDataSource();
    private final KeyringFixture fixture = new KeyringFixture(pool);
    private final Keyring keyring = fixture.keyring();
    private final ConsumerIndex consumers = keyring.consumers();

    @AfterEach
    void close() {
        fixture.close();
        pool.close();
    }

    @Test
    void findsAPersonByAnyIdentifierItWasResolvedWith() {
        ConsumerId jo = resolve(EMAIL, PHONE);

        assertThat(consumers.find(fixture.client, Set.of(EMAIL, PHONE, ACCOUNT)).consumers())
                .isEqualTo(Map.of(EMAIL, jo, PHONE, jo));
        assertThat(resolve(ACCOUNT, PHONE)).isEqualTo(jo);
        assertThat(resolve(ACCOUNT)).isEqualTo(jo);
    }

    @Test
    void keepsClientsApart() {
        ConsumerId jo = resolve(EMAIL);

        assertThat(consumers.resolve(ClientId.random(), List.of(List.of(EMAIL))))
                .isNotEmpty()
                .noneMatch(match -> match.consumer().equals(jo));
    }

    @Test
    void leavesAnIdentifierThatLeadsToSomebodyElse() {
        ConsumerId jo = resolve(EMAIL);
        ConsumerId al = resolve(PHONE);

        assertThat(consumers.resolve(fixture.client, List.of(List.of(ACCOUNT, EMAIL, PHONE))))
                .containsExactly(new ConsumerIndex.Match(jo, Set.of(PHONE)));
        assertThat(consumers.find(fixture.client, Set.of(ACCOUNT)).consumers()).isEmpty();
        assertThat(consumers.find(fixture.client, Set.of(PHONE)).consumers()).isEqualTo(Map.of(PHONE, al));
    }

    /// Who looked before saw them free.
    @Test
    void linksNothingWhereOneOfThemLeadsToSomebodyElseByThen() {
        ConsumerId jo = resolve(EMAIL);
        ConsumerId al = resolve(PHONE);

        assertThat(consumers.link(fixture.client, jo, List.of(PHONE, ACCOUNT))).containsExactly(PHONE);

        assertThat(consumers.find(fixture.client, Set.of(PHONE, ACCOUNT)).consumers())
                .isEqualTo(Map.of(PHONE, al));
        assertThat(consumers.link(fixture.client, jo, List.of(EMAIL, ACCOUNT))).isEmpty();
        assertThat(consumers.find(fixture.client, Set.of(ACCOUNT)).consumers()).isEqualTo(Map.of(ACCOUNT, jo));
    }

    @Test
    void resolvesPersonsOfOneCallThatShareAnIdentifierToOneConsumer() {
        List<ConsumerIndex.Match> resolved = consumers.resolve(
                fixture.client, List.of(List.of(EMAIL), List.of(PHONE, EMAIL), List.of(ACCOUNT, PHONE)));

        assertThat(new HashSet<>(resolved)).hasSize(1);
        assertThat(resolved)
                .isNotEmpty()
                .allSatisfy(match -> assertThat(match.taken()).isEmpty());
    }

    @Test
    void linksNothingOfAPersonOfWhomAnIdentifierLeadsToAnotherOfTheSameCall() {
        List<ConsumerIndex.Match> resolved = consumers.resolve(
                fixture.client, List.of(List.of(EMAIL), List.of(PHONE), List.of(EMAIL, PHONE, ACCOUNT)));

        assertThat(resolved.getLast())
                .isEqualTo(new ConsumerIndex.Match(resolved.getFirst().consumer(), Set.of(PHONE)));
        assertThat(consumers.find(fixture.client, Set.of(ACCOUNT)).consumers()).isEmpty();
    }

    @Test
    void givesSomebodyNewAfterForgetting() throws Exception {
        ConsumerId jo = resolve(EMAIL, PHONE);

        fixture.inTransaction(connection -> consumers.forget(connection, fixture.client, jo, false));

        assertThat(consumers.find(fixture.client, Set.of(EMAIL, PHONE)).consumers())
                .isEmpty();
        assertThat(resolve(EMAIL)).isNotEqualTo(jo);
    }

    @Test
    void linksNothingToAnErasedConsumer() throws Exception {
        ConsumerId jo = resolve(EMAIL);
        fixture.destroy(keyring, KeyKind.CONSUMER, jo.toString());

        assertThatExceptionOfType(KeyDestroyedException.class)
                .isThrownBy(() -> consumers.link(fixture.client, jo, List.of(PHONE)));
        assertThat(consumers.find(fixture.client, Set.of(PHONE)).consumers()).isEmpty();
    }

    @Test
    void remembersWhichNamesWereToldOfWhom() throws Exception {
        // given
        ToldName jo = new ToldName(withKey(resolve(EMAIL)), "Jo");
        ToldName namesake = new ToldName(withKey(resolve(PHONE)), "Jo");
        ToldName later = new ToldName(jo.consumer(), "Josephine");

        // when
        consumers.remember(fixture.client, List.of(jo));
        consumers.remember(fixture.client, List.of(jo));

        // then
        assertThat(consumers.remembered(fixture.client, List.of(jo, namesake, later)))
                .containsExactly(jo);
        assertThat(jo).asString().doesNotContain("Jo");

        // when
        fixture.inTransaction(connection -> consumers.forget(connection, fixture.client, jo.consumer(), false));

        // then
        assertThat(consumers.remembered(fixture.client, List.of(jo))).isEmpty();
    }

    @Test
    void remembersNothingOfTheErasedAndAllOfTheOthers() throws Exception {
        ToldName jo = new ToldName(withKey(resolve(EMAIL)), "Jo");
        ToldName al = new ToldName(withKey(resolve(PHONE)), "Al");
        fixture.destroy(keyring, KeyKind.CONSUMER, jo.consumer().toString());

        consumers.remember(fixture.client, List.of(jo, al));

        assertThat(consumers.remembered(fixture.client, List.of(jo, al))).containsExactly(al);
    }

    private ConsumerId withKey(ConsumerId consumer) {
        ContentScope any = fixture.newScope();
        keyring.prepare(new ContentScope(fixture.client, consumer, any.conversation(), any.bucket()));
        return consumer;
    }

    @Test
    void agreesWithConcurrentCallersOnOtherProcesses() throws Exception {
        List<Identifier> emails = IntStream.range(0, 40)
                .mapToObj(i -> Identifier.email("c" + i + "@x.example"))
                .toList();
        List<ConsumerIndex> indexes = List.of(consumers, fixture.keyring().consumers());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<Identifier, ConsumerId>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ConsumerIndex index = indexes.get(i % 2);
                List<Identifier> order = i % 3 == 0 ? emails : emails.reversed();
                all.add(threads.submit(() -> {
                    List<ConsumerIndex.Match> resolved = index.resolve(
                            fixture.client, order.stream().map(List::of).toList());
                    Map<Identifier, ConsumerId> byEmail = new HashMap<>();
                    IntStream.range(0, order.size())
                            .forEach(n ->
                                    byEmail.put(order.get(n), resolved.get(n).consumer()));
                    return byEmail;
                }));
            }
            Map<Identifier, ConsumerId> first = all.getFirst().get();
            for (Future<Map<Identifier, ConsumerId>> one : all) {
                assertThat(one.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void leavesNoLinkToAConsumerForgottenWhileOthersResolve() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 60; round++) {
                Identifier email = Identifier.email("r" + round + "@x.example");
                Identifier phone = Identifier.externalId("p" + round);
                ConsumerId jo = resolve(email);
                keyring.prepare(new ContentScope(
                        fixture.client,
                        jo,
                        fixture.newScope().conversation(),
                        fixture.newScope().bucket()));
                Future<ConsumerId> resolving = threads.submit(() -> resolve(email, phone));
                KeyDestruction destruction = keyring.destruction(fixture.client, KeyKind.CONSUMER, jo.toString());
                fixture.inTransaction(connection -> {
                    consumers.forget(connection, fixture.client, jo, false);
                    destruction.execute(connection, EventId.random(), "test");
                });
                resolving.get();

                assertThat(consumers
                                .find(fixture.client, Set.of(email, phone))
                                .consumers()
                                .values())
                        .doesNotContain(jo);
            }
        }
    }

    /// The first rules of spelling took kim@faß.example for kim@fass.example.
    @Test
    void findsWhoWasWrittenUnderAFormerSpelling() throws Exception {
        Identifier sharp = Identifier.email("kim@faß.example");
        Identifier former = Identifier.email("kim@fass.example");
        ConsumerId kim = resolve(former, ACCOUNT);
        makeOld();

        assertThat(resolve(sharp)).isEqualTo(kim);
        assertThat(resolve(sharp, PHONE)).isEqualTo(kim);
        assertThat(consumers.find(fixture.client, Set.of(sharp, PHONE)).consumers())
                .isEqualTo(Map.of(sharp, kim, PHONE, kim));
        assertThat(consumers.link(fixture.client, kim, List.of(sharp))).isEmpty();
        assertThat(consumers.link(fixture.client, resolve(EMAIL), List.of(sharp)))
                .containsExactly(sharp);
    }

    @Test
    void aFormerSpellingThatIsSomebodyElsesTodayLeadsNowhere() {
        Identifier sharp = Identifier.email("kim@faß.example");
        ConsumerId another = resolve(Identifier.email("kim@fass.example"));

        assertThat(consumers.find(fixture.client, Set.of(sharp)).consumers()).isEmpty();
        assertThat(resolve(sharp)).isNotEqualTo(another);
        assertThat(resolve(Identifier.email("kim@xn--fa-hia.example"))).isEqualTo(resolve(sharp));
    }

    @Test
    void whoHadTwoNumbersIsFoundByEachAsBefore() throws Exception {
        Identifier longer = Identifier.phone("+5511981234567");
        ConsumerId jo = resolve(longer);
        makeOld();

        assertThat(resolve(Identifier.phone("+551181234567"))).isEqualTo(jo);
        assertThat(resolve(Identifier.phone("whatsapp:+55 11 8123 4567"))).isEqualTo(jo);
    }

    private void makeOld() throws Exception {
        fixture.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("UPDATE keyring.blind_index SET spelling = 1");
            }
        });
    }

    @Test
    void storesNoIdentifierInClear() throws Exception {
        resolve(Identifier.externalId("canary-value"));

        fixture.inTransaction(connection -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT count(*) FROM keyring.blind_index b"
                            + " WHERE position('canary' IN encode(b.index, 'escape')) > 0")) {
                result.next();
                assertThat(result.getInt(1)).isZero();
            }
        });
    }

    private ConsumerId resolve(Identifier... identifiers) {
        return consumers
                .resolve(fixture.client, List.of(List.of(identifiers)))
                .getFirst()
                .consumer();
    }
}
