package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

class WebEdgeConfigurationTest {
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(WebEdgeConfiguration.class)
            .withBean(DataSource.class, HikariDataSource::new)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(
                    "sample",
                    Routes.class,
                    () -> new Routes().get("/v1/things", Terms.roles(Role.READER), _ -> Answer.noContent()));

    @Test
    void assemblesTheEdge() {
        context.run(started -> assertThat(started)
                .hasSingleBean(WebFilter.class)
                .hasSingleBean(WebExceptionHandler.class)
                .getBean(WebProperties.class)
                .isEqualTo(WebProperties.defaults()));
    }

    @Test
    void stopsAtAnUnknownOrUnusableProperty() {
        context.withPropertyValues("lethe.web.max-requets=5")
                .run(started -> assertThat(started).hasFailed());
        context.withPropertyValues("lethe.web.max-requests=0")
                .run(started -> assertThat(started).hasFailed());
    }
}
