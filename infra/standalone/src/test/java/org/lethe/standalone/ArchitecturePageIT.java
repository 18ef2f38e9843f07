package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.service.RunningService;
import org.lethe.service.Slice;
import org.lethe.web.Route;

/// Draws the modules and the slices of each service as they are, and holds `docs/architecture.md` to it. After a change
/// run it with `-Dlethe.docs.write=true`.
class ArchitecturePageIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "architecture.md");
    private static final String HOUSE = "org.lethe.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.lethe");

    @TempDir
    static Path folder;

    @Test
    void thePageShowsWhatIsThere() throws IOException {
        String drawn;
        try (Running running = Standalone.start(Settings.in(RunningFixture.folder(folder)))) {
            drawn = page(running);
        }
        if (Boolean.getBoolean("lethe.docs.write")) {
            Files.writeString(PAGE, drawn);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/architecture.md; -Dlethe.docs.write=true writes it anew")
                .isEqualTo(drawn);
    }

    private static String page(Running running) {
        StringBuilder page = new StringBuilder("""
                # The house
                Drawn from the code by `ArchitecturePageIT`; not edited by hand. An arrow goes from what uses to what is
                used.

                ## Modules
                """);
        page.append(graph(ArchitecturePageIT::module, "standalone"));
        for (RunningService service : running.services()) {
            String name = service.service().name();
            page.append("\n## ").append(name).append("-service\n");
            page.append("Role `")
                    .append(service.service().role().name())
                    .append("`, schema `")
                    .append(service.service().schema().name())
                    .append("`.\n\n");
            page.append("| slice | decides | follows the log | routes |\n|---|---|---|---|\n");
            service.slices().forEach(slice -> page.append(row(slice)));
            page.append('\n').append(graph(type -> within(HOUSE + name + ".", type), ""));
        }
        return page.toString();
    }

    private static String row(Slice slice) {
        return "| " + slice.name() + " | "
                + cell(slice.decided().stream().map(Class::getSimpleName))
                + cell(slice.views().stream().map(view -> view.getClass().getSimpleName()))
                + cell(slice.routes().stream()
                        .flatMap(routes -> routes.all().stream())
                        .map(Route::toString)) + "\n";
    }

    private static String cell(Stream<String> things) {
        return things.map(thing -> "`" + thing + "`").collect(Collectors.joining("<br>")) + " | ";
    }

    private static String module(String packageName) {
        String rest = packageName.substring(HOUSE.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static String within(String root, String packageName) {
        return packageName.startsWith(root) ? packageName.substring(root.length()) : "";
    }

    /// @param group the part of the house that a package is drawn as; empty where it is not drawn
    /// @param without what uses everything, whose arrows would hide the others
    private static String graph(UnaryOperator<String> group, String without) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String from = group.apply(type.getPackageName());
            if (from.isEmpty() || from.equals(without)) {
                continue;
            }
            Set<String> to = arrows.computeIfAbsent(from, _ -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                String used = target.startsWith(HOUSE) ? group.apply(target) : "";
                if (!used.isEmpty() && !used.equals(from) && !used.equals(without)) {
                    to.add(used);
                }
            }
        }
        StringBuilder graph = new StringBuilder("\n```mermaid\ngraph TD\n");
        arrows.forEach((from, all) -> {
            if (all.isEmpty()) {
                graph.append("    ").append(from).append('\n');
            }
            all.forEach(to ->
                    graph.append("    ").append(from).append(" --> ").append(to).append('\n'));
        });
        return graph.append("```\n").toString();
    }
}
