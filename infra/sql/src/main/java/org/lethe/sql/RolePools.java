package org.lethe.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Pools of connections to one database, each as one role.
public final class RolePools implements AutoCloseable {
    private final Consumer<HikariConfig> database;
    private final List<HikariDataSource> opened = new ArrayList<>();

    /// @param database says where the database is and who logs in: a member of every role that is asked for
    public RolePools(Consumer<HikariConfig> database) {
        this.database = database;
    }

    /// As an open pool is configured, for who has one.
    public static RolePools like(HikariConfig pool) {
        return new RolePools(pool::copyStateTo);
    }

    /// Opens a pool; every connection of it becomes the role first.
    ///
    /// @param shaped says how large it is
    public HikariDataSource open(DatabaseRole role, UnaryOperator<HikariConfig> shaped) {
        HikariConfig config = new HikariConfig();
        database.accept(config);
        config.setPoolName(role.name());
        config.addDataSourceProperty("ApplicationName", role.name());
        config.setConnectionInitSql("SET ROLE " + role.name());
        HikariDataSource pool = new HikariDataSource(shaped.apply(config));
        opened.add(pool);
        return pool;
    }

    @Override
    public void close() {
        opened.reversed().forEach(HikariDataSource::close);
        opened.clear();
    }
}
