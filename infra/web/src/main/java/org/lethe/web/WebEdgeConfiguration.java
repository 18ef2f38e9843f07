package org.lethe.web;

import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebExceptionHandler;

/// The edge as beans, for a service to `@Import`. It needs one `DataSource`, one `Clock` and any number of [Routes] as
/// beans; who has more than one makes [ApiKeys] and [WebEdge] by hand, in the same way. [WebSchema] is run by
/// the service, with the role that owns the schema.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebProperties.class)
public class WebEdgeConfiguration {

    @Bean
    ApiKeys apiKeys(DataSource dataSource, Clock clock) {
        return new ApiKeys(dataSource, clock);
    }

    @Bean
    WebEdge webEdge(WebProperties properties, List<Routes> parts, ApiKeys keys, DataSource dataSource, Clock clock) {
        return new WebEdge(properties, parts, keys, dataSource, clock);
    }

    @Bean
    NettyServerCustomizer unreadableRequests(WebEdge edge) {
        return server -> server.doOnChannelInit((observer, connection, remote) -> edge.connected(connection));
    }

    @Bean
    WebExceptionHandler problems(WebEdge edge) {
        return edge.exceptionHandler();
    }
}
