package org.lethe.transcript;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.lethe.service.ServiceRules;

@AnalyzeClasses(packages = "org.lethe.transcript", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests OF_EVERY_SERVICE = ArchTests.in(ServiceRules.class);

    /// What a slice needs of another one is what that shows; the rest is package-private and can't be seen.
    @ArchTest
    static final ArchRule NO_SLICE_KNOWS_HOW_CONTENT_IS_READ = noClasses()
            .that()
            .resideOutsideOfPackage("org.lethe.transcript.reading..")
            .and()
            .doNotHaveFullyQualifiedName(TranscriptService.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lethe.transcript.reading..");

    @ArchTest
    static final ArchRule NO_SLICE_KNOWS_HOW_CONTENT_IS_ERASED = noClasses()
            .that()
            .resideOutsideOfPackage("org.lethe.transcript.erasure..")
            .and()
            .doNotHaveFullyQualifiedName(TranscriptService.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lethe.transcript.erasure..");
}
