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
import java.util.Collection;
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
import org.lethe.service.Work;
import org.lethe.web.ProblemType;

/// What the code of the services holds and what runs are the same: no command, view, work, problem type or slice is
/// forgotten, and no service. What another service is offered, it asks for, and does not start without.
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

    /// Concrete classes of a service that are of this type.
    private static Set<String> written(Service service, Class<?> type) {
        return classesOf(service).stream()
                .filter(one -> isConcrete(one) && one.isAssignableTo(type))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> classNames(Collection<?> parts) {
        return parts.stream().map(part -> part.getClass().getName()).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Names what stands in the code and does not run, or the other way round.
    private static void same(Service service, String what, Collection<String> written, Collection<String> running) {
        assertThat(written.stream().filter(one -> !running.contains(one)))
                .as(what + " of the " + service.name() + " service that nobody names, so they never run")
                .isEmpty();
        assertThat(running.stream().filter(one -> !written.contains(one)))
                .as(what + " that the " + service.name() + " service runs and that are not its own")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyCommandIsDecided(Service service) {
        same(
                service,
                "commands",
                written(service, Command.class),
                run(service).decided().stream().map(Class::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyViewFollows(Service service) {
        same(
                service,
                "views",
                written(service, View.class),
                classNames(run(service).views()));
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyWorkIsDone(Service service) {
        same(
                service,
                "works",
                written(service, Work.class),
                classNames(run(service).works()));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aViewLooksAtTheEventsThatItAsksFor(Service service) throws IOException {
        for (View view : run(service).views()) {
            Set<Class<?>> looked = LooksAt.eventsIn(view.getClass());

            assertThat(view.events().stream().filter(event -> !looked.contains(event)))
                    .as(view.getClass().getName() + " asks for these and never looks at one")
                    .isEmpty();
            assertThat(looked.stream().filter(event -> !view.events().contains(event)))
                    .as(view.getClass().getName() + " looks at these and does not ask for them")
                    .isEmpty();
        }
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

        same(
                service,
                "slices",
                slices,
                run(service).slices().stream().map(Slice::name).toList());
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

        Set<String> run =
                Services.ALL.stream().map(service -> service.module().getName()).collect(Collectors.toSet());
        assertThat(values.stream().filter(value -> !run.contains(value)))
                .as("services that nobody runs")
                .isEmpty();
        assertThat(run.stream().filter(one -> !values.contains(one)))
                .as("modules of services without the value")
                .isEmpty();
        assertThat(running.services().stream().map(RunningService::service)).isEqualTo(Services.ALL);
    }
}
