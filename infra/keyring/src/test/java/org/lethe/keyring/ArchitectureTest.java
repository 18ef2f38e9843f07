package org.lethe.keyring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.lethe.keyring");

    @Test
    void onlyTheKeystoreKnowsBouncyCastle() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BcfksRootKeystore.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(classes);
    }

    @Test
    void showsThisFaceAndNothingElse() {
        assertThat(classes.stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "BcfksRootKeystore",
                        "ConsumerIndex",
                        "ContentScope",
                        "DestroyedRootKeys",
                        "EnvelopeLimitException",
                        "Escrow",
                        "ErasedForGood",
                        "EscrowIncompleteException",
                        "FinalErasures",
                        "Identifier",
                        "InvalidIdentifierException",
                        "KeyAlreadyDestroyedException",
                        "KeyAlreadyThereException",
                        "KeyChangedException",
                        "KeyDestroyedException",
                        "KeyDestroyer",
                        "KeyDestruction",
                        "KeyDestructions",
                        "KeyState",
                        "Keepers",
                        "Keyring",
                        "KeyringException",
                        "KeyringSchema",
                        "KeyringUnavailableException",
                        "LeaseEndedException",
                        "Opening",
                        "Pkcs11RootKeystore",
                        "Plaintext",
                        "RestoredDatabase",
                        "RootEpochs",
                        "RootKey",
                        "RootKeystore",
                        "RotationProgress",
                        "SealedContent",
                        "Sealer",
                        "Sealing",
                        "Secret",
                        "TamperedException",
                        "Tombstone",
                        "ToldName",
                        "UnknownKeyException",
                        "WrongRootKeysException");
    }

    @Test
    void hasNoCycles() {
        slices().matching("org.lethe.(**)").should().beFreeOfCycles().check(classes);
    }
}
