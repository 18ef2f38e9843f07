package org.lethe.contracts;

/// What an event can be found by. Both parts stand in clear and are committed to by the event's leaf.
public record EventTag(String key, String value) {

    public static final String CLIENT = "client";
    public static final String CONSUMER = "consumer";
    public static final String CONVERSATION = "conversation";
    public static final String MESSAGE = "message";
    /// A message that something became of later; its own tag is its alone.
    public static final String AMENDED = "amended";
    /// A conversation by keyed hash of the id that the client knows it by.
    public static final String EXTERNAL = "external";
    public static final String API_KEY = "api_key";
    public static final String BUCKET = "bucket";
    /// A legal hold.
    public static final String HOLD = "hold";
    /// The client whose holds began or ended: one look tells which are in force.
    public static final String HOLDS_OF = "holds_of";
    /// The client whose buckets are ordered to go, or went.
    public static final String EXPIRY_OF = "expiry_of";
    /// A request of a consumer.
    public static final String REQUEST = "request";
    /// The client that requests are made of.
    public static final String REQUESTS_OF = "requests_of";
    /// An entry of the register of disclosures.
    public static final String DISCLOSURE = "disclosure";
    /// The client whose register it is: recipients and entries.
    public static final String DISCLOSURES_OF = "disclosures_of";
    /// To whom is disclosed.
    public static final String RECIPIENT = "recipient";
    /// A webhook.
    public static final String WEBHOOK = "webhook";
    /// The client whose webhooks they are.
    public static final String WEBHOOKS_OF = "webhooks_of";
    /// A policy that a client published.
    public static final String POLICY = "policy";
    /// The client whose policies they are.
    public static final String POLICIES_OF = "policies_of";
    /// A client's page by its name in the address.
    public static final String SLUG = "slug";
    /// A run of retention.
    public static final String RUN = "run";
    /// A root key by its epoch.
    public static final String ROOT_KEY = "root_key";
    /// The clock, of which there is one.
    public static final String CLOCK = "clock";
    public static final String RETENTION_LIMITS = "retention_limits";

    /// A bucket of a client: `bucket=<client>/<category>/<channel>/<yyyy-mm-dd>`.
    public static EventTag bucket(ClientId client, Bucket bucket) {
        return new EventTag(BUCKET, client + "/" + bucket.wireName());
    }

    static EventTag of(String key, Object id) {
        return new EventTag(key, id.toString());
    }
}
