package org.lethe.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lethe.sql.DatabaseRole;
import org.lethe.sql.Grant;
import org.lethe.sql.Schema;

/// A service as a value: all that it takes to set up its database, to document it and to run it. Most say no more than
/// their slices:
///
///     public static final Service SERVICE = Service.of("access", AccessService.class, VisitsSlice::on);
///
/// @param name one lower-case word: of its schema, of its role `lethe_<name>` and of its views' tokens
/// @param module a class of its module; its package holds `db/` with the migrations and `openapi.json`
/// @param schemas of libraries whose tables are this service's alone, such as the keyring's
/// @param grants beyond its own schema, which is its to write; views read the log through its own connections
/// @param releases SQL that lets go of what a process that is no more had in its hands; only run where no other
///     process can be
/// @param opening opens what several slices share, such as the keyring
/// @param slices put together in this order
public record Service(
        String name,
        Class<?> module,
        List<Schema> schemas,
        List<Grant> grants,
        List<String> releases,
        Consumer<Foundation> opening,
        List<Function<Foundation, Slice>> slices) {
    public Service {
        schemas = List.copyOf(schemas);
        grants = List.copyOf(grants);
        releases = List.copyOf(releases);
        slices = List.copyOf(slices);
    }

    /// One with nothing but its own tables and its slices; a service that is one slice may put that together itself.
    ///
    /// @param slices put together in this order
    @SafeVarargs
    public static Service of(String name, Class<?> module, Function<Foundation, Slice>... slices) {
        return new Service(name, module, List.of(), List.of(), List.of(), _ -> {}, List.of(slices));
    }

    /// The same with tables of a library that are this service's alone.
    public Service owning(Schema... libraries) {
        return new Service(name, module, List.of(libraries), grants, releases, opening, slices);
    }

    /// The same with more that it may do, beyond its own schema.
    public Service granted(List<Grant> more) {
        List<Grant> all = new ArrayList<>(grants);
        all.addAll(more);
        return new Service(name, module, schemas, all, releases, opening, slices);
    }

    /// The same with SQL that lets go of what a dead process had in its hands.
    public Service releasing(String... sql) {
        return new Service(name, module, schemas, grants, List.of(sql), opening, slices);
    }

    /// The same with something opened first, for several slices.
    public Service opening(Consumer<Foundation> first) {
        return new Service(name, module, schemas, grants, releases, first, slices);
    }

    /// The service's own tables, with where its views stand in the log.
    public Schema schema() {
        return Schema.of(name, module).with("org/lethe/service/db");
    }

    /// Whom it connects to the database as.
    public DatabaseRole role() {
        List<Schema> own = new ArrayList<>(schemas);
        own.add(schema());
        List<Grant> all = new ArrayList<>(grants);
        all.add(Grant.everything(schema()));
        return new DatabaseRole("lethe_" + name, own, all);
    }

    /// Its OpenAPI document on the classpath.
    public String openApi() {
        return module.getPackageName().replace('.', '/') + "/openapi.json";
    }

    /// SQL that lets go of what a process that is no more had in its hands, its views' places among it.
    public List<String> allReleases() {
        List<String> all = new ArrayList<>(releases);
        all.add("UPDATE " + tokenTable() + " SET owner = NULL WHERE owner IS NOT NULL");
        return all;
    }

    String tokenTable() {
        return name + ".token_entry";
    }

    /// Puts it together; it follows nothing until it is started.
    ///
    /// @throws IllegalStateException if slices don't fit together, or ask for a part that is not there
    public RunningService on(Foundation foundation) {
        return new RunningService(this, foundation);
    }
}
