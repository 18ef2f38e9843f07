package org.lethe.access.webhooks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Why an attempt failed.
enum DeliveryFault {
    /// The answer was none of success; a redirect is not followed.
    @JsonProperty("status")
    STATUS,
    /// There was no answer in time.
    @JsonProperty("timeout")
    TIMEOUT,
    /// The name is not known, or nobody takes connections there.
    @JsonProperty("unreachable")
    UNREACHABLE,
    /// The certificate is not valid for the name, or TLS failed otherwise.
    @JsonProperty("tls")
    TLS,
    /// The name leads to an address that is not public.
    @JsonProperty("address_refused")
    ADDRESS_REFUSED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryFault of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
