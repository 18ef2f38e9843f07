package org.lethe.standalone;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;

/// Spring Boot's part: the web server, the actuator, the metrics. Our own beans are registered by [Standalone].
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = ObservationAutoConfiguration.class) // the edge times its routes itself
class ServerApplication {}
