package org.lethe.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.AnnotatedElement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.eventlog.Command;

/// What holds of the code of every service. A service's `ArchitectureTest` takes it over whole and adds its own:
///
///     @AnalyzeClasses(packages = "org.lethe.access", importOptions = ImportOption.DoNotIncludeTests.class)
///     class ArchitectureTest {
///         @ArchTest
///         static final ArchTests OF_EVERY_SERVICE = ArchTests.in(ServiceRules.class);
///     }
public final class ServiceRules {
    private static final String HOUSE = "org.lethe.";
    private static final Set<String> LIBRARIES = Set.of("contracts", "eventlog", "keyring", "service", "sql", "web");

    /// Nor anything above services; which library it may know, its pom says.
    @ArchTest
    static final ArchRule KNOWS_LIBRARIES_AND_ITSELF = classes().should(new ArchCondition<>("know no other service") {
        @Override
        public void check(JavaClass one, ConditionEvents events) {
            one.getDirectDependenciesFromSelf().forEach(dependency -> {
                String other = part(dependency.getTargetClass());
                boolean allowed = other.isEmpty() || other.equals(part(one)) || LIBRARIES.contains(other);
                events.add(new SimpleConditionEvent(dependency, allowed, dependency.getDescription()));
            });
        }
    });

    @ArchTest
    static final ArchRule LEAVES_CRYPTOGRAPHY_TO_THE_KEYRING =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.bouncycastle..", "javax.crypto..");

    @ArchTest
    static final ArchRule WRITES_TO_NO_CONSOLE = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /// An event of content says itself where it lies; whoever works it out anew may come to something else.
    @ArchTest
    static final ArchRule ASKS_THE_EVENT_FOR_ITS_BUCKET =
            noClasses().should().callMethod(Bucket.class, "of", Category.class, Channel.class, Instant.class);

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.lethe.(**)").should().beFreeOfCycles();

    /// `RecordMessage` is tested by `RecordMessageTest`, which stands in its package and needs no server.
    @ArchTest
    static final ArchRule EVERY_COMMAND_HAS_ITS_TEST = classes()
            .that()
            .implement(Command.class)
            .should(new ArchCondition<>("have a unit test of their name") {
                @Override
                public void check(JavaClass command, ConditionEvents events) {
                    String test = command.getName() + "Test";
                    events.add(new SimpleConditionEvent(command, isThere(test), "there is no " + test + " with tests"));
                }
            })
            .allowEmptyShould(true);

    private ServiceRules() {}

    /// The part of the house that a class is of; empty for what is not ours.
    private static String part(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith(HOUSE) ? name.substring(HOUSE.length()).split("\\.", 2)[0] : "";
    }

    private static boolean isThere(String test) {
        try {
            return Arrays.stream(Class.forName(test).getDeclaredMethods())
                    .anyMatch((AnnotatedElement method) -> method.isAnnotationPresent(Test.class));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
