package org.lethe.transcript.consumers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Identifier.Kind;
import org.lethe.keyring.InvalidIdentifierException;
import org.lethe.web.InvalidBodyException;

/// What a client tells of a consumer. Sealed before anything is stored; it prints nothing of it.
public record Contact(
        @Nullable String email,
        @Nullable String phone,
        @Nullable String externalId,
        @Nullable String name) {

    /// What is empty is not told: exports have every column.
    public Contact {
        email = email == null || email.isBlank() ? null : email;
        phone = phone == null || phone.isBlank() ? null : phone;
        externalId = externalId == null || externalId.isEmpty() ? null : externalId;
        name = name == null || name.isBlank() ? null : name;
    }

    /// What leads to the consumer, the strongest first.
    ///
    /// @param pointer where in the body the contact stands
    /// @throws InvalidBodyException if one is malformed
    public List<Identifier> identifiers(String pointer) {
        List<Identifier> identifiers = new ArrayList<>(3);
        if (externalId != null) {
            identifiers.add(identifier(Kind.EXTERNAL_ID, externalId, pointer));
        }
        if (email != null) {
            identifiers.add(identifier(Kind.EMAIL, email, pointer));
        }
        if (phone != null) {
            identifiers.add(identifier(Kind.PHONE, phone, pointer));
        }
        return identifiers;
    }

    private static Identifier identifier(Kind kind, String value, String pointer) {
        try {
            return new Identifier(kind, value);
        } catch (InvalidIdentifierException e) {
            throw new InvalidBodyException(pointer + "/" + kind.wireName(), String.valueOf(e.getMessage()));
        }
    }

    boolean isNamed() {
        return name != null;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
