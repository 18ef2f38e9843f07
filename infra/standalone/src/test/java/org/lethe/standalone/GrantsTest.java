package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceHost;
import org.lethe.sql.DatabaseRole;
import org.lethe.sql.DatabaseSetup;
import org.lethe.sql.Grant;

/// What the statements in the code do with our tables, somebody may.
class GrantsTest {
    private static final DatabaseSetup SETUP = ServiceHost.database(Services.ALL);
    private static final Map<String, String> VERBS = Map.of(
            "INSERT INTO", "INSERT",
            "COPY", "INSERT",
            "UPDATE", "UPDATE",
            "DELETE FROM", "DELETE",
            "TRUNCATE", "TRUNCATE",
            "FROM", "SELECT",
            "JOIN", "SELECT");
    private static final Pattern STATEMENT = Pattern.compile(
            "\\b(INSERT INTO|COPY|UPDATE|DELETE FROM|TRUNCATE|FROM|JOIN)\\s+((?:[a-z_]+\\.[a-z_]+(?:,\\s*)?)+)");

    /// `DELETE web.idempotency`, with the classes that do it.
    private static Map<String, String> needed;

    @BeforeAll
    static void readTheCode() throws IOException {
        needed = new TreeMap<>();
        List<String> schemas =
                SETUP.schemas().stream().map(schema -> schema.name() + ".").toList();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.lethe")) {
            for (String text : texts(type)) {
                Matcher statement = STATEMENT.matcher(text);
                while (statement.find()) {
                    for (String table : statement.group(2).split(",\\s*")) {
                        if (schemas.stream().anyMatch(table::startsWith)) {
                            needed.merge(
                                    VERBS.get(statement.group(1)) + " " + table,
                                    type.getSimpleName(),
                                    (one, other) -> one.contains(other) ? one : one + ", " + other);
                        }
                    }
                }
            }
        }
        assertThat(needed).hasSizeGreaterThan(40);
    }

    private static List<String> texts(JavaClass type) throws IOException {
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return StreamSupport.stream(
                            ClassFile.of()
                                    .parse(in.readAllBytes())
                                    .constantPool()
                                    .spliterator(),
                            false)
                    .filter(Utf8Entry.class::isInstance)
                    .map(entry -> ((Utf8Entry) entry).stringValue())
                    .toList();
        }
    }

    private static List<Grant> grants() {
        return SETUP.roles().stream().flatMap(role -> role.grants().stream()).toList();
    }

    private static boolean gives(Grant grant, String privilege, String table) {
        boolean covers = grant.table().endsWith(".*")
                ? table.startsWith(grant.table().substring(0, grant.table().length() - 1))
                : table.equals(grant.table());
        return covers
                && Arrays.stream(grant.privileges().split(", "))
                        .anyMatch(given -> given.equals(privilege) || given.startsWith(privilege + " ("));
    }

    @Test
    void someRoleMayWhatAStatementDoes() {
        Map<String, String> denied = new TreeMap<>(needed);
        denied.keySet()
                .removeIf(need ->
                        grants().stream().anyMatch(grant -> gives(grant, need.split(" ")[0], need.split(" ")[1])));

        assertThat(denied)
                .as("statements that no grant covers, with the class that runs them")
                .isEmpty();
    }

    /// Each line is a decision: what a part of the house may beyond its service's own tables, and why.
    @Test
    void beyondItsOwnTablesNobodyMayMoreOrLessThanThis() {
        Set<String> decided = Set.of(
                "lethe_log SELECT, INSERT event_log.event", // appends and reads; nobody rewrites
                "lethe_log SELECT, INSERT, UPDATE event_log.clock", // what the processes' clocks said
                "lethe_transcript SELECT event_log.event", // looks once more in the transaction of an append
                "lethe_transcript INSERT event_log.scrubbed", // takes out what a MessageScrubbed names; a trigger looks
                "lethe_web SELECT, INSERT web.signing_key", // by what signatures are checked
                "lethe_web SELECT, UPDATE web.api_key", // lets in, and notes when a key was last used
                "lethe_web SELECT, INSERT, UPDATE, DELETE web.idempotency", // replays answers
                "lethe_transcript SELECT, INSERT, UPDATE, DELETE web.api_key", // issues and revokes
                "lethe_transcript SELECT, INSERT, UPDATE keyring.keys", // the one who holds the keyring
                "lethe_transcript SELECT, INSERT, UPDATE keyring.escrow",
                "lethe_transcript SELECT, INSERT, UPDATE keyring.root_epochs",
                "lethe_transcript SELECT, INSERT, DELETE, UPDATE (consumer_id) keyring.blind_index",
                "lethe_transcript SELECT, INSERT, DELETE keyring.held_index");

        Set<String> given = SETUP.roles().stream()
                .flatMap(role -> role.grants().stream()
                        .filter(grant -> !grant.table().equals(ownTables(role)))
                        .map(grant -> role.name() + " " + grant.privileges() + " " + grant.table()))
                .collect(Collectors.toSet());

        assertThat(decided.stream().filter(one -> !given.contains(one)))
                .as("grants that are missing")
                .isEmpty();
        assertThat(given.stream().filter(one -> !decided.contains(one)))
                .as("grants that nobody decided on")
                .isEmpty();
    }

    private static String ownTables(DatabaseRole role) {
        return role.name().replaceFirst("^lethe_", "") + ".*";
    }
}
