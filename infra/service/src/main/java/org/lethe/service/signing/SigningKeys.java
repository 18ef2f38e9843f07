package org.lethe.service.signing;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;
import org.lethe.sql.Sql;
import org.lethe.web.Answer;
import org.lethe.web.Routes;
import org.lethe.web.Terms;
import org.lethe.web.UnavailableException;

/// The public keys of all that was ever signed here, by whichever process and whenever, for anybody to check it by: a
/// set of JSON Web Keys (RFC 7517, RFC 8037) at a place that needs no login (RFC 8615).
public final class SigningKeys {
    private static final String PATH = "/.well-known/lethe-keys.json";

    private final DataSource dataSource;

    /// @param dataSource may read and add to `web.signing_key`
    public SigningKeys(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// @param x the public key in base64url
    /// @param pem the same for other programs, such as openssl
    record ShownKey(
            String kid, String kty, String crv, String x, String use, String alg, Instant firstUsedAt, String pem) {
        static ShownKey of(byte[] raw, Instant firstUsedAt) {
            return new ShownKey(
                    SigningKey.keyId(raw),
                    "OKP",
                    "Ed25519",
                    SigningKey.base64Url(raw),
                    "sig",
                    "EdDSA",
                    firstUsedAt,
                    SigningKey.publicPem(raw));
        }
    }

    record Shown(List<ShownKey> keys) {}

    /// Has the key among them from now on. Call it before anything is signed.
    public void remember(SigningKey key, Clock clock) {
        try {
            Sql.on(
                            dataSource,
                            "INSERT INTO web.signing_key (key_id, public_key, first_used_at) VALUES (?, ?, ?)"
                                    + " ON CONFLICT DO NOTHING")
                    .values(key.keyId(), key.raw(), clock.instant().truncatedTo(ChronoUnit.MICROS))
                    .update();
        } catch (SQLException e) {
            throw new UnavailableException("the signing key can't be published at the moment", e);
        }
    }

    public Routes routes() {
        return new Routes()
                .get(
                        PATH,
                        Terms.open(),
                        _ -> Answer.ok(new Shown(all())).header("Cache-Control", "public, max-age=300"));
    }

    private List<ShownKey> all() throws SQLException {
        return Sql.on(
                        dataSource,
                        "SELECT public_key, first_used_at FROM web.signing_key ORDER BY first_used_at, key_id")
                .list(row -> ShownKey.of(row.bytes(1), row.instant(2)));
    }
}
