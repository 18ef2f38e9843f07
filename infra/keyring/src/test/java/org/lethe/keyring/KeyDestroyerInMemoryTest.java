package org.lethe.keyring;

import java.sql.SQLException;

class KeyDestroyerInMemoryTest extends KeyDestroyerSuite {
    private final KeyDestroyerInMemory keys = new KeyDestroyerInMemory();

    @Override
    KeyDestroyer destroyer() {
        return keys;
    }

    @Override
    void mint(ContentScope scope) {
        keys.mint(scope);
    }

    @Override
    void inTransaction(KeyringFixture.Step step) throws SQLException {
        step.in(null);
    }
}
