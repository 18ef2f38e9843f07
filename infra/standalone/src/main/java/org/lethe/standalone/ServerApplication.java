package org.lethe.standalone;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// Spring Boot's part: the web server, the actuator, the metrics. Our own beans are registered by [Standalone].
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServerApplication {}
