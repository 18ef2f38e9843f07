package org.lethe.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.lethe.service", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.lethe.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KNOWS_NO_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.lethe.transcript..",
                    "org.lethe.retention..",
                    "org.lethe.access..",
                    "org.lethe.keyring..",
                    "org.lethe.standalone..");
}
