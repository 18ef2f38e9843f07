package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class RouteTableTest {
    private static final Terms TERMS = Terms.roles(Role.WRITER);
    private static final Handler NOTHING = _ -> Answer.noContent();

    private final RouteTable table = new RouteTable(new Routes()
            .get("/v1/clients/{client}", TERMS, NOTHING)
            .post("/v1/clients/{client}/consumers/lookup", TERMS, NOTHING)
            .post("/v1/clients/{client}/consumers/{consumer}/erase", TERMS, NOTHING)
            .all());

    @Test
    void findsARouteAndItsVariables() {
        RouteTable.Match match = table.match("/v1/clients/a%20b/consumers/lookup/erase");

        assertThat(match).isNotNull();
        Route route = match.route(HttpMethod.POST);
        assertThat(route.path()).isEqualTo("/v1/clients/{client}/consumers/{consumer}/erase");
        assertThat(match.value(route, "client")).isEqualTo("a b");
        assertThat(match.value(route, "consumer")).isEqualTo("lookup");
        assertThat(match.value(route, "other")).isNull();
    }

    @Test
    void prefersALiteralSegment() {
        RouteTable.Match match = table.match("/v1/clients/x/consumers/lookup");

        assertThat(match.route(HttpMethod.POST).path()).isEqualTo("/v1/clients/{client}/consumers/lookup");
        assertThat(match.allow()).isEqualTo("POST");
    }

    @Test
    void findsNothingElse() {
        for (String path : new String[] {
            "/",
            "",
            "/v1",
            "/v1/clients",
            "/v1/clients/",
            "/v1/clients//",
            "/v1/clients/a/",
            "/v1/clients/%00",
            "/v1/clients/%zz",
            "/v1/clients/a/consumers/b",
            "/V1/clients/a"
        }) {
            assertThat(table.match(path)).as(path).isNull();
        }
    }

    @Test
    void refusesTwoRoutesForTheSame() {
        Routes twice = new Routes().get("/a/{b}", TERMS, NOTHING).get("/a/{c}", TERMS, NOTHING);

        assertThatThrownBy(() -> new RouteTable(twice.all())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesARouteThatNamesNoRoles() {
        assertThatThrownBy(() -> new Terms(
                        java.util.Set.of(),
                        false,
                        java.util.Set.of(),
                        java.util.List.of(),
                        java.util.List.of(),
                        false,
                        0,
                        Repeat.MARKED,
                        Exchange.UNSAID))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
