package org.lethe.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "org.lethe.web", importOptions = ImportOption.DoNotIncludeTests.class)
class ShapeTest {
    @ArchTest
    static final ArchRule KNOWS_NO_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.lethe.transcript..",
                    "org.lethe.retention..",
                    "org.lethe.access..",
                    "org.lethe.keyring..",
                    "org.lethe.eventlog..");

    @ArchTest
    static final ArchRule DOES_WITHOUT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.bouncycastle..", "org.springframework.security..", "com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule NEVER_BLOCKS_A_REACTIVE_CHAIN = noClasses()
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast");

    @ArchTest
    static final ArchRule REFUSALS_ARE_NAMED_SO =
            classes().that().areAssignableTo(ProblemException.class).should().haveSimpleNameEndingWith("Exception");

    @Test
    void theCatalogueHoldsEveryProblemType() {
        long constants = Arrays.stream(WebProblems.class.getDeclaredFields())
                .filter(field -> field.getType() == ProblemType.class && Modifier.isStatic(field.getModifiers()))
                .count();

        assertThat(WebProblems.ALL).hasSize((int) constants).doesNotHaveDuplicates();
        assertThat(WebProblems.ALL.stream().map(ProblemType::slug)).doesNotHaveDuplicates();
    }

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.lethe.(**)").should().beFreeOfCycles();
}
