package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The keyring itself, on PostgreSQL.
class KeyDestroyerIT extends KeyDestroyerSuite {
    private static HikariDataSource dataSource;
    private static KeyringFixture fixture;
    private static Keyring keyring;

    @BeforeAll
    static void open() {
        dataSource = KeyringFixture.newDataSource();
        fixture = new KeyringFixture(dataSource);
        keyring = fixture.keyring();
    }

    @AfterAll
    static void close() {
        fixture.close();
        dataSource.close();
    }

    @Override
    KeyDestroyer destroyer() {
        return keyring;
    }

    @Override
    void mint(ContentScope scope) {
        assertThat(keyring.prepare(scope)).isInstanceOf(Sealing.Ready.class);
    }

    @Override
    void inTransaction(KeyringFixture.Step step) throws SQLException {
        fixture.inTransaction(step);
    }
}
