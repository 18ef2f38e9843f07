package org.lethe.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/// The peer of a start: a Spring Boot WebFlux application with one route and nothing else.
@SpringBootApplication
public class BareApplication {

    @Bean
    RouterFunction<ServerResponse> hello() {
        return RouterFunctions.route()
                .GET(JavaProcess.READY, _ -> ServerResponse.ok().bodyValue("UP"))
                .build();
    }

    /// @param arguments `stop` to end as soon as it is ready, as a training run for the AOT cache
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(BareApplication.class);
        var context = application.run(arguments);
        if (arguments.length > 0 && arguments[0].equals("stop")) {
            context.close();
        }
    }
}
