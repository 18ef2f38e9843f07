package org.lethe.access.requests;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meaning;

/// `lethe.mail.*`: how one-time codes are sent.
public record MailSettings(
        @Meaning("SMTP server that takes one-time codes; unset, none are sent, and clients attest who asks") @Nullable
        String host,

        @Meaning("its port; STARTTLS is used where the server has it")
        int port,

        @Meaning("address that they come from, such as privacy@example.com") @Nullable
        String from) {
    private static final int MAX_PORT = 65_535;

    public MailSettings {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("lethe.mail.port is 1 to " + MAX_PORT);
        }
        if (host != null && from == null) {
            throw new IllegalArgumentException("lethe.mail.from is needed where lethe.mail.host is set");
        }
    }

    public static MailSettings defaults() {
        return new MailSettings(null, 587, null);
    }

    public CodeSender sender() {
        return host == null || from == null ? CodeSender.NONE : new MailCodeSender(host, port, from);
    }
}
