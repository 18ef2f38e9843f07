package org.lethe.testkit;

/// How often a race or a crash is tried: few times day by day, many with `-Dlethe.rounds=full`, which one switch sets
/// for all of them.
public final class TestRounds {
    private static final String SWITCH = "lethe.rounds";

    private TestRounds() {}

    /// @param few enough for what the test controls to happen, such as a race that ends both ways
    /// @param full enough to meet what is rare
    public static int of(int few, int full) {
        return areFull() ? full : few;
    }

    /// Whether all is to be tried that can be.
    public static boolean areFull() {
        String asked = System.getProperty(SWITCH, "few");
        return switch (asked) {
            case "few" -> false;
            case "full" -> true;
            default -> throw new IllegalArgumentException(SWITCH + " is few or full, not " + asked);
        };
    }
}
