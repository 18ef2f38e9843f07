package org.lethe.retention;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.service.DecisionRules;

@AnalyzeClasses(packages = "org.lethe.retention", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.lethe.transcript..", "org.lethe.access..", "org.lethe.standalone..", "org.lethe.bench..");

    /// It decides; whoever holds the keys carries out.
    @ArchTest
    static final ArchRule NEVER_TOUCHES_A_KEY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.lethe.keyring..", "org.bouncycastle..", "javax.crypto..");

    @ArchTest
    static final ArchRule WRITES_TO_NO_CONSOLE = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

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

    /// An event of content says itself where it lies; whoever works it out anew may come to something else.
    @ArchTest
    static final ArchRule ASKS_THE_EVENT_FOR_ITS_BUCKET =
            noClasses().should().callMethod(Bucket.class, "of", Category.class, Channel.class, Instant.class);

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.lethe.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_COMMAND_HAS_ITS_TEST = DecisionRules.EVERY_COMMAND_HAS_ITS_TEST;
}
