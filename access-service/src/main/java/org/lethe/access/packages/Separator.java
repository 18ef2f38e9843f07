package org.lethe.access.packages;

/// Nothing before the first, then the same each time.
final class Separator {
    private final String between;
    private boolean begun;

    Separator(String between) {
        this.between = between;
    }

    String next() {
        String separator = begun ? between : "";
        begun = true;
        return separator;
    }
}
