package org.lethe.standalone;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be set. The environment variable is the property in capitals: `lethe.db.url` is `LETHE_DB_URL`.
public enum Setting {
    DATA("lethe.data", "./data", "the folder that holds everything"),
    PORT("lethe.port", "8080", "TCP port of the API; 0 takes a free one"),
    ADDRESS("lethe.address", "127.0.0.1", "address to listen on; 0.0.0.0 for all, behind a proxy that ends TLS"),
    DB_URL("lethe.db.url", null, "JDBC URL of a PostgreSQL 18 of your own; unset, one runs inside"),
    DB_USER("lethe.db.user", null, "who logs in to it; needs no more than `lethe database grants` gives"),
    DB_PASSWORD_FILE("lethe.db.password-file", null, "file with the password of who logs in"),
    DB_OWNER("lethe.db.owner", null, "who owns the tables and changes them at a start; unset, who logs in does"),
    DB_OWNER_PASSWORD_FILE("lethe.db.owner-password-file", null, "file with the owner's password"),
    ROOT_PASSPHRASE_FILE("lethe.root-passphrase-file", null, "file with the passphrase of keys/root.bcfks"),
    ROOT_PKCS11_LIBRARY(
            "lethe.root-pkcs11-library", null, "PKCS#11 module of a device for root keys; unset, they are in a file"),
    ROOT_PKCS11_SLOT("lethe.root-pkcs11-slot", "0", "the device's slot, by its id"),
    ROOT_PKCS11_PIN_FILE("lethe.root-pkcs11-pin-file", null, "file with the user's PIN of the device"),
    BACKUP_WINDOW(
            "lethe.backup-window",
            "30d",
            "how long backups of the database are kept: root keys outlive it by nothing, and what was erased is final then"),
    PUBLIC_URL("lethe.web.public-url", null, "where callers reach us; set it behind a proxy"),
    MAX_BODY("lethe.web.max-body", "1MB", "largest body, decompressed"),
    MAX_STREAMED_BODY("lethe.web.max-streamed-body", "1GB", "largest streamed body, decompressed"),
    MAX_REQUESTS("lethe.web.max-requests", "512", "requests at once before new ones are shed"),
    MAX_STREAMS("lethe.web.max-streams", "32", "streamed requests at once before new ones are shed"),
    IDEMPOTENCY_KEPT("lethe.web.idempotency-kept", "24h", "how long answers are replayed by Idempotency-Key");

    private final String property;
    private final @Nullable String standard;
    private final String meaning;

    Setting(String property, @Nullable String standard, String meaning) {
        this.property = property;
        this.standard = standard;
        this.meaning = meaning;
    }

    /// The name in `lethe.conf`.
    public String property() {
        return property;
    }

    /// The name in the environment.
    public String variable() {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// What holds where nothing is said.
    public Optional<String> standard() {
        return Optional.ofNullable(standard);
    }

    /// One line: what it is, and when to change it.
    public String meaning() {
        return meaning;
    }

    /// Whether it is handed on to the edge, which checks it.
    boolean isOfTheEdge() {
        return property.startsWith("lethe.web.");
    }

    static Setting ofProperty(String property) {
        return Arrays.stream(values())
                .filter(setting -> setting.property.equals(property))
                .findFirst()
                .orElseThrow(() -> new CannotStartException(
                        "there is no setting " + property, "`lethe config show` lists all of them."));
    }
}
