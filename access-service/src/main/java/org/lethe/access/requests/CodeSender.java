package org.lethe.access.requests;

/// Brings a one-time code to the address on file. What it is given it neither logs nor keeps.
public interface CodeSender {

    /// Where nobody set up a way to send.
    CodeSender NONE = new CodeSender() {
        @Override
        public boolean sends(String channel) {
            return false;
        }

        @Override
        public void send(String channel, String address, String code) {
            throw new IllegalStateException("there is no way to send a code");
        }
    };

    /// @param channel `email` or `phone`
    boolean sends(String channel);

    /// @throws org.lethe.web.UnavailableException if it can't be handed over now
    void send(String channel, String address, String code);
}
