package org.lethe.contracts;

/// What an event can be found by. Both parts stand in clear and are committed to by the event's leaf.
public record EventTag(String key, String value) {

    public static final String CLIENT = "client";
    public static final String CONSUMER = "consumer";
    public static final String CONVERSATION = "conversation";
    public static final String MESSAGE = "message";
    /// A conversation by keyed hash of the id that the client knows it by.
    public static final String EXTERNAL = "external";
    public static final String API_KEY = "api_key";

    static EventTag of(String key, Object id) {
        return new EventTag(key, id.toString());
    }
}
