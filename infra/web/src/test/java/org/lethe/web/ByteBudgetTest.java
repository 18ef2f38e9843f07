package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(100, 60);
    private final ByteBudget.Account ann = budget.account("ann");
    private final ByteBudget.Account bob = budget.account("bob");
    private final List<String> served = new ArrayList<>();

    private Disposable await(ByteBudget.Account account, long bytes, String name) {
        return account.await(bytes).subscribe(_ -> {}, _ -> {}, () -> served.add(name));
    }

    @Test
    void givesNobodyMoreThanAShare() {
        assertThat(ann.take(60)).isTrue();
        assertThat(ann.take(1)).isFalse();
        assertThat(bob.take(41)).isFalse();
        assertThat(bob.take(40)).isTrue();
        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void servesThoseWhoWaitInTurn() {
        // given
        ann.take(60);
        bob.take(40);
        await(bob, 20, "bob 1");
        await(bob, 20, "bob 2");
        await(ann, 20, "ann 1");
        await(ann, 20, "ann 2");
        assertThat(served).isEmpty();

        // when
        ann.giveBack(60);

        // then
        assertThat(served).containsExactly("ann 1", "bob 1", "ann 2");
    }

    @Test
    void nobodyPassesByWhoWantsMore() {
        // given
        ByteBudget.Account eve = budget.account("eve");
        ann.take(50);
        eve.take(20);
        await(bob, 60, "much");

        // when somebody could have the rest
        assertThat(ann.take(5)).isFalse();
        eve.giveBack(20);
        assertThat(served).isEmpty();
        ann.giveBack(10);

        // then
        assertThat(served).containsExactly("much");
    }

    @Test
    void whoWantsMoreThanAShareGetsAllOfIt() {
        await(ann, 1_000, "all");

        assertThat(served).containsExactly("all");
        assertThat(budget.used()).isEqualTo(60);
    }

    @Test
    void anAccountThatClosesGivesAllBackAndWaitsForNothing() {
        ann.take(60);
        bob.take(40);
        await(ann, 10, "ann");
        await(bob, 20, "bob");

        ann.close();

        assertThat(served).containsExactlyInAnyOrder("ann", "bob");
        assertThat(budget.used()).isEqualTo(60);
        bob.close();
        assertThat(budget.used()).isZero();
        assertThat(ann.take(1)).isFalse();
    }

    @Test
    void neverGivesMoreThanThereIs() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<ByteBudget.Account> accounts = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            switch (random.nextInt(4)) {
                case 0 -> accounts.add(budget.account("owner " + random.nextInt(5)));
                case 1 -> pick(accounts, random).forEach(one -> one.take(random.nextInt(60)));
                case 2 -> pick(accounts, random).forEach(one -> await(one, random.nextInt(60), "one"));
                default -> {
                    List<ByteBudget.Account> closing = pick(accounts, random);
                    closing.forEach(ByteBudget.Account::close);
                    accounts.removeAll(closing);
                }
            }
            assertThat(budget.used()).as("seed %d", seed).isBetween(0L, 100L);
        }
        accounts.forEach(ByteBudget.Account::close);
        assertThat(budget.used()).as("seed %d", seed).isZero();
    }

    private static List<ByteBudget.Account> pick(List<ByteBudget.Account> accounts, SplittableRandom random) {
        return accounts.isEmpty() ? List.of() : List.of(accounts.get(random.nextInt(accounts.size())));
    }
}
