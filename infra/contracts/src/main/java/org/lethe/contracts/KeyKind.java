package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a key is one of.
public enum KeyKind {
    /// S: one per consumer of a client.
    @JsonProperty("consumer")
    CONSUMER(1),
    /// B: one per client, category, channel and UTC day.
    @JsonProperty("bucket")
    BUCKET(2),
    /// C: one per conversation.
    @JsonProperty("conversation")
    CONVERSATION(3),
    /// H: one per legal hold.
    @JsonProperty("hold")
    HOLD(4),
    /// K: key-encryption keys of a client, one per shard.
    @JsonProperty("client")
    CLIENT(5),
    /// P: one per client, for blind indexes.
    @JsonProperty("blind_index")
    BLIND_INDEX(6);

    private final int code;

    KeyKind(int code) {
        this.code = code;
    }

    /// The byte that stands for it in a wrapped key's associated data and in tables; never changes.
    public int code() {
        return code;
    }

    public static KeyKind ofCode(int code) {
        for (KeyKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of key has the code " + code + "; known are 1 to 6");
    }
}
