package org.lethe.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.lethe.eventlog.Command;

/// What holds of the decisions of every service.
public final class DecisionRules {

    /// `RecordMessage` is tested by `RecordMessageTest`, which stands in its package and needs no server.
    public static final ArchRule EVERY_COMMAND_HAS_ITS_TEST = classes()
            .that()
            .implement(Command.class)
            .should(new ArchCondition<>("have a unit test of their name") {
                @Override
                public void check(JavaClass command, ConditionEvents events) {
                    String test = command.getName() + "Test";
                    events.add(new SimpleConditionEvent(command, isThere(test), "there is no " + test + " with tests"));
                }
            });

    private DecisionRules() {}

    private static boolean isThere(String test) {
        try {
            return Arrays.stream(Class.forName(test).getDeclaredMethods())
                    .anyMatch((AnnotatedElement method) -> method.isAnnotationPresent(Test.class));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
