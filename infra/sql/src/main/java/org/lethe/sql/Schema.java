package org.lethe.sql;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The tables of one module: a schema of their own, with a history of migrations of its own.
///
/// @param name of the schema
/// @param module a class of the module, by whose loader the migrations are found
/// @param locations folders of migrations on the classpath, such as `org/lethe/keyring/db`
public record Schema(String name, Class<?> module, List<String> locations) {
    public Schema {
        locations = List.copyOf(locations);
    }

    /// Migrations beside the module's own class: in the folder `db` of its package.
    public static Schema of(String name, Class<?> module) {
        return new Schema(name, module, List.of(module.getPackageName().replace('.', '/') + "/db"));
    }

    /// The same with migrations from one more folder.
    public Schema with(String location) {
        List<String> all = new ArrayList<>(locations);
        all.add(location);
        return new Schema(name, module, all);
    }

    /// Brings the tables up to date; safe to call from several processes at once.
    ///
    /// @param owner may create schemas
    /// @throws org.flywaydb.core.api.FlywayException if they can't be brought there; nothing half done is left
    public void migrate(DataSource owner) {
        Flyway.configure(module.getClassLoader())
                .dataSource(owner)
                .schemas(name)
                .defaultSchema(name)
                .locations(locations.stream()
                        .map(location -> "classpath:" + location)
                        .toArray(String[]::new))
                .load()
                .migrate();
    }
}
