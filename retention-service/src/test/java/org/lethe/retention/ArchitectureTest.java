package org.lethe.retention;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.lethe.service.ServiceRules;

@AnalyzeClasses(packages = "org.lethe.retention", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests OF_EVERY_SERVICE = ArchTests.in(ServiceRules.class);

    /// It decides; whoever holds the keys carries out.
    @ArchTest
    static final ArchRule NEVER_TOUCHES_A_KEY =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.lethe.keyring..");

    @ArchTest
    static final ArchRule ONLY_RUNS_AND_CERTIFICATES_SCHEDULE_AND_PRINT = noClasses()
            .that()
            .resideOutsideOfPackages("org.lethe.retention.runs..", "org.lethe.retention.certificates..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.kagkarlsson..", "org.apache.pdfbox..", "java.security..");

    @ArchTest
    static final ArchRule NO_SLICE_KNOWS_HOW_CONTENT_EXPIRES = noClasses()
            .that()
            .resideOutsideOfPackage("org.lethe.retention.runs..")
            .and()
            .doNotHaveFullyQualifiedName(RetentionService.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lethe.retention.runs..");
}
