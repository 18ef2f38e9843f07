package org.lethe.eventlog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.lethe.eventlog", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_SERVICE_AND_NO_WEB = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.lethe.transcript..",
                    "org.lethe.retention..",
                    "org.lethe.access..",
                    "org.lethe.keyring..",
                    "org.lethe.web..",
                    "org.springframework..",
                    "reactor..",
                    "org.bouncycastle..");

    @ArchTest
    static final ArchRule WRITES_TO_NO_CONSOLE = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.lethe.(**)").should().beFreeOfCycles();
}
