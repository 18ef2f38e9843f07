package org.lethe.cli.retention;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules that a command proposes, all of them: by flags or from a file.
final class RuleOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--rule",
            paramLabel = "CATEGORY[/CHANNEL]=PERIOD",
            converter = Rule.Reader.class,
            description = "A rule; say it once for each. One for `default` is needed. What no rule names goes by it.")
    private List<Rule> rules = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The same as JSON, {\"rules\": [...]} as the API takes it, or - for standard input.")
    private @Nullable String file;

    /// @return an object with `rules`, and what else the file says
    ObjectNode read() {
        if (rules.isEmpty() == (file == null)) {
            throw new ParameterException(command.commandLine(), "say the rules: either each with --rule, or --file");
        }
        return file == null
                ? Api.JSON.createObjectNode().set("rules", Rule.json(rules)).asObject()
                : fromFile(file);
    }

    private static ObjectNode fromFile(String file) {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            JsonNode read = Api.JSON.readTree(in);
            if (!read.path("rules").isArray()) {
                throw new RefusedException(
                        file + " holds no {\"rules\": [{\"category\": \"default\", \"period\": \"P13M\"}]}");
            }
            return read.asObject();
        } catch (NoSuchFileException e) {
            throw new RefusedException("there is no file " + file, e);
        } catch (JacksonException e) {
            throw new RefusedException(file + " is no JSON", e);
        } catch (IOException e) {
            throw new RefusedException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
