package org.lethe.retention.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldScope;
import org.lethe.web.FieldError;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.StrictJson;

class ScopeTest {
    private static final String EITHER =
            "either all: true alone, or at least one of consumer_ids, conversation_ids, channel, from, to";
    private static final HoldScope WHOLE = new HoldScope(List.of(), List.of(), null, null, null, true);

    private final ConsumerId consumer = ConsumerId.random();
    private final ConversationId conversation = ConversationId.random();

    /// As it stands in the body of a hold.
    record Body(Scope scope) {}

    private static HoldScope checked(String scope) {
        return StrictJson.read(
                        ("{\"scope\":" + scope.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8), Body.class)
                .scope()
                .checked();
    }

    private static void refuses(String scope, String pointer, String detail) {
        assertThatThrownBy(() -> checked(scope))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidBodyException.class))
                .extracting(InvalidBodyException::errors)
                .isEqualTo(List.of(new FieldError(pointer, detail)));
    }

    @Test
    void takesTheWholeClientOrAnythingInParticular() {
        assertThat(checked("{'all': true}")).isEqualTo(WHOLE);
        assertThat(checked("{'channel': 'web', 'all': false}"))
                .isEqualTo(new HoldScope(List.of(), List.of(), new Channel("web"), null, null, false));
        assertThat(checked("{'from': '2026-01-01'}"))
                .isEqualTo(new HoldScope(List.of(), List.of(), null, LocalDate.of(2026, 1, 1), null, false));
        assertThat(checked("{'from': '2026-01-01', 'to': '2026-01-01'}").to()).isEqualTo("2026-01-01");
        assertThat(checked("{'conversation_ids': ['" + conversation + "']}").conversations())
                .containsExactly(conversation);
    }

    @Test
    void namesNobodyTwice() {
        assertThat(checked("{'consumer_ids': ['" + consumer + "', '" + consumer + "']}")
                        .consumers())
                .containsExactly(consumer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'all': false}",
                "{'all': true, 'channel': 'web'}",
                "{'all': true, 'from': '2026-01-01'}",
                "{'all': true, 'to': '2026-01-01'}"
            })
    void refusesBothTheWholeAndAPartOfItAndNeither(String scope) {
        refuses(scope, "/scope", EITHER);
    }

    @Test
    void refusesTheWholeBesideSomebody() {
        refuses("{'all': true, 'consumer_ids': ['" + consumer + "']}", "/scope", EITHER);
        refuses("{'all': true, 'conversation_ids': ['" + conversation + "']}", "/scope", EITHER);
    }

    @Test
    void refusesALastDayBeforeTheFirst() {
        refuses("{'from': '2026-01-02', 'to': '2026-01-01'}", "/scope/to", "the first day, or a later one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer_ids", "conversation_ids"})
    void refusesNobodyAndTooMany(String list) {
        String many = Stream.generate(() -> "'" + ConsumerId.random() + "'")
                .limit(Scope.MAX_NAMED + 1)
                .collect(Collectors.joining(","));
        String accepted = "1 to 200 ids; leave it out for anybody's";

        refuses("{'" + list + "': []}", "/scope/" + list, accepted);
        refuses("{'" + list + "': [" + many + "]}", "/scope/" + list, accepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'consumer_ids': ['nobody']}",
                "{'conversation_ids': 'x'}",
                "{'channel': 'no such / channel'}",
                "{'from': 'yesterday'}",
                "{'to': '2026-02-30'}",
                "{'all': 'yes'}",
                "{'everybody': true}"
            })
    void pointsAtAValueThatIsNone(String scope) {
        String field = scope.substring(2, scope.indexOf('\'', 2));

        assertThatThrownBy(() -> checked(scope))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidBodyException.class))
                .extracting(InvalidBodyException::errors, InstanceOfAssertFactories.list(FieldError.class))
                .extracting(FieldError::pointer)
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("/scope/" + field);
    }

    @Test
    void isShownAsItWasGiven() {
        HoldScope scope = new HoldScope(
                List.of(consumer), List.of(conversation), new Channel("web"), LocalDate.EPOCH, LocalDate.MAX, false);

        assertThat(Scope.of(scope).checked()).isEqualTo(scope);
        assertThat(Scope.of(WHOLE)).isEqualTo(new Scope(null, null, null, null, null, true));
    }
}
