package org.lethe.web;

import java.util.List;
import org.lethe.sql.Grant;
import org.lethe.sql.Schema;

/// The tables of this library, in the schema `web`, and what the edge may do with them.
public final class WebSchema {
    public static final Schema SCHEMA = Schema.of("web", WebSchema.class);

    /// For the edge: answers that are replayed, when a key was last used, and by what signatures are checked.
    public static final List<Grant> SERVING = List.of(
            new Grant("SELECT, UPDATE", "web.api_key"),
            new Grant("SELECT, INSERT, UPDATE, DELETE", "web.idempotency"),
            new Grant("SELECT, INSERT", "web.signing_key"));

    /// For whoever issues and revokes API keys.
    public static final Grant ISSUING = new Grant("SELECT, INSERT, UPDATE, DELETE", "web.api_key");

    private WebSchema() {}
}
