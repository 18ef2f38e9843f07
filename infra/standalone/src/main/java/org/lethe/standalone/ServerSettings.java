package org.lethe.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meaning;
import org.lethe.keyring.RestoredDatabase;

/// `lethe.*`: where it is, and where its root keys are.
record ServerSettings(
        @Meaning("the folder that holds everything") String data,
        @Meaning("TCP port of the API; 0 takes a free one") int port,

        @Meaning("address to listen on; 0.0.0.0 for all, behind a proxy that ends TLS")
        String address,

        @Meaning("file with the passphrase of keys/root.bcfks; unset, keys/root.pass") @Nullable
        String rootPassphraseFile,

        @Meaning("PKCS#11 module of a device for root keys; unset, they are in keys/root.bcfks. Choose before the first"
                + " start: keys don't move from one to the other")
        @Nullable
        String rootPkcs11Library,

        @Meaning("the device's slot, by its id") String rootPkcs11Slot,

        @Meaning("file with the user's PIN of the device") @Nullable
        String rootPkcs11PinFile,

        @Meaning(
                "how long backups of the database are kept: a root key goes that long after nothing stands under it any"
                        + " more, and what was erased is final then")
        Duration backupWindow,

        @Meaning(
                "how long a retention schedule waits that makes content due which was not due before, so that it can be"
                        + " noticed and withdrawn; 0s for not at all")
        Duration coolingOff,

        @Meaning(
                "`accepted` for one start on a database that was restored from a backup and so knows less than the root"
                        + " keystore; else that is refused, as what was erased since the backup is back in it")
        String restoredDatabase) {
    private static final String REFUSED = "refused";
    private static final String ACCEPTED = "accepted";
    private static final int MAX_PORT = 65_535;

    ServerSettings {
        require(port >= 0 && port <= MAX_PORT, "lethe.port is 0 to " + MAX_PORT);
        require(!backupWindow.isNegative(), "lethe.backup-window is no negative length of time");
        require(!coolingOff.isNegative(), "lethe.cooling-off is no negative length of time");
        require(
                restoredDatabase.equals(REFUSED) || restoredDatabase.equals(ACCEPTED),
                "lethe.restored-database is " + REFUSED + " or " + ACCEPTED);
        try {
            Integer.parseUnsignedInt(rootPkcs11Slot);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("lethe.root-pkcs11-slot is a number", e);
        }
    }

    static ServerSettings defaults() {
        return new ServerSettings(
                "./data", 8080, "127.0.0.1", null, null, "0", null, Duration.ofDays(30), Duration.ofDays(1), REFUSED);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    Path dataFolder() {
        return Path.of(data).toAbsolutePath().normalize();
    }

    RestoredDatabase restored() {
        return restoredDatabase.equals(ACCEPTED) ? RestoredDatabase.ACCEPTED : RestoredDatabase.REFUSED;
    }

    Optional<Path> rootPassphrase() {
        return Optional.ofNullable(rootPassphraseFile).map(Path::of);
    }

    Optional<Path> pkcs11Library() {
        return Optional.ofNullable(rootPkcs11Library).map(Path::of);
    }

    int pkcs11Slot() {
        return Integer.parseUnsignedInt(rootPkcs11Slot);
    }

    Optional<Path> pkcs11Pin() {
        return Optional.ofNullable(rootPkcs11PinFile).map(Path::of);
    }
}
