package org.lethe.access.page;

import java.util.Locale;

/// A brand's colour, made fit to be read on and to be read (WCAG 2.2, 1.4.3: 4.5 to 1).
final class Colours {
    static final double READABLE = 4.5;
    static final String LIGHT = "#ffffff";
    static final String DARK = "#14181f";

    private static final int STEPS = 40;

    private Colours() {}

    /// Black or white, whichever reads better on it; one of them always does.
    static String on(String colour) {
        return contrast(colour, "#ffffff") >= contrast(colour, "#000000") ? "#ffffff" : "#000000";
    }

    /// The colour itself, or as little darker or lighter as it takes to be read on a background.
    static String readableOn(String background, String colour) {
        String towards = luminance(background) > 0.5 ? "#000000" : "#ffffff";
        for (int step = 0; step <= STEPS; step++) {
            String mixed = mixed(colour, towards, (double) step / STEPS);
            if (contrast(mixed, background) >= READABLE) {
                return mixed;
            }
        }
        return towards;
    }

    static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static String mixed(String colour, String towards, double share) {
        StringBuilder mixed = new StringBuilder("#");
        for (int i = 0; i < 3; i++) {
            long part = Math.round(part(colour, i) * (1 - share) + part(towards, i) * share);
            mixed.append(String.format(Locale.ROOT, "%02x", part));
        }
        return mixed.toString();
    }

    /// WCAG 2.2, relative luminance.
    private static double luminance(String colour) {
        return 0.2126 * linear(part(colour, 0)) + 0.7152 * linear(part(colour, 1)) + 0.0722 * linear(part(colour, 2));
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static int part(String colour, int which) {
        return Integer.parseInt(colour.substring(1 + 2 * which, 3 + 2 * which), 16);
    }
}
