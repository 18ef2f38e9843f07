package org.lethe.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.lethe.service.ServiceRules;

@AnalyzeClasses(packages = "org.lethe.access", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests OF_EVERY_SERVICE = ArchTests.in(ServiceRules.class);

    /// It asks and orders; whoever holds the keys opens and carries out.
    @ArchTest
    static final ArchRule NEVER_TOUCHES_A_KEY =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.lethe.keyring..");

    @ArchTest
    static final ArchRule DEADLINES_STAND_ALONE = noClasses()
            .that()
            .resideInAPackage("org.lethe.access.deadlines..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.lethe.eventlog..", "org.lethe.web..", "org.springframework..");
}
