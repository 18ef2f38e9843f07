package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.View;
import org.lethe.service.Foundation;
import org.lethe.service.RunningService;
import org.lethe.service.Service;
import org.lethe.service.Slice;
import org.lethe.web.ProblemType;

/// What the code of the services holds and what runs are the same: no command, view, problem type or slice is
/// forgotten, and no service.
class ServicesIT {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.lethe");

    @TempDir
    static Path folder;

    private static Running running;
    private static RunningFixture api;

    @BeforeAll
    static void start() throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(folder)));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    static void stop() {
        api.close();
        running.close();
    }

    static List<Service> services() {
        return Services.ALL;
    }

    private static RunningService run(Service service) {
        return running.services().stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private static Set<JavaClass> classesOf(Service service) {
        String name = service.module().getPackageName();
        Set<JavaClass> found = CLASSES.stream()
                .filter(type -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."))
                .collect(Collectors.toSet());
        assertThat(found).hasSizeGreaterThan(2);
        return found;
    }

    private static boolean isConcrete(JavaClass type) {
        return !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    private static Set<String> names(Set<? extends Class<?>> types) {
        return types.stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyCommandIsDecided(Service service) {
        Set<String> commands = classesOf(service).stream()
                .filter(type -> isConcrete(type) && type.isAssignableTo(Command.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names(run(service).decided())).isEqualTo(commands);
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyViewFollows(Service service) {
        Set<String> views = classesOf(service).stream()
                .filter(type -> isConcrete(type) && type.isAssignableTo(View.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names(run(service).views().stream().map(View::getClass).collect(Collectors.toSet())))
                .isEqualTo(views);
    }

    @ParameterizedTest
    @MethodSource("services")
    void everySliceIsPartOfIt(Service service) {
        Set<String> slices = classesOf(service).stream()
                .filter(type -> type.tryGetMethod("on", Foundation.class)
                        .filter(on -> on.getRawReturnType().isEquivalentTo(Slice.class))
                        .isPresent())
                .map(type ->
                        type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(run(service).slices().stream().map(Slice::name)).containsExactlyInAnyOrderElementsOf(slices);
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyProblemTypeHasItsPage(Service service) throws ReflectiveOperationException {
        for (JavaClass type : classesOf(service)) {
            for (JavaField field : type.getFields()) {
                if (field.getRawType().isEquivalentTo(ProblemType.class)
                        && field.getModifiers().contains(JavaModifier.STATIC)) {
                    var reflected = field.reflect();
                    reflected.setAccessible(true);
                    ProblemType problem = (ProblemType) reflected.get(null);
                    assertThat(api.get(problem.path()).statusCode())
                            .as(problem.path() + ", of " + field.getFullName())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void aProblemTypeThatNobodyNamedHasNone() {
        assertThat(api.get("/problems/nobody-named-it").statusCode()).isEqualTo(404);
    }

    @Test
    void everyServiceRuns() {
        Set<String> values = CLASSES.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Service.class)
                        && field.getModifiers().contains(JavaModifier.STATIC))
                .map(field -> field.getOwner().getName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Services.ALL.stream().map(service -> service.module().getName()))
                .containsExactlyInAnyOrderElementsOf(values);
        assertThat(running.services().stream().map(RunningService::service)).isEqualTo(Services.ALL);
    }
}
