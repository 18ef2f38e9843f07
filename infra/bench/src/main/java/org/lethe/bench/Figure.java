package org.lethe.bench;

/// One result.
///
/// @param bench name of the benchmark
/// @param figure ours, the median
/// @param unit of the figure
/// @param against what it was measured beside, in the same run
/// @param theirs the median of that
/// @param ratio what the target is about; see the benchmark
/// @param target what the ratio should reach
/// @param higherIsBetter whether the target is a least or a most
record Figure(
        String bench,
        double figure,
        String unit,
        String against,
        double theirs,
        double ratio,
        double target,
        boolean higherIsBetter) {

    boolean reached() {
        return higherIsBetter ? ratio >= target : ratio <= target;
    }

    /// A rate that should be at least so many times another.
    static Figure atLeast(String bench, double ours, String unit, String against, double theirs, double target) {
        return new Figure(bench, ours, unit, against, theirs, ours / theirs, target, true);
    }

    /// A time that should be at most so many times another.
    static Figure atMost(String bench, double ours, String unit, String against, double theirs, double target) {
        return new Figure(bench, ours, unit, against, theirs, ours / theirs, target, false);
    }

    /// A time that should fit so many times into another.
    static Figure timesFaster(String bench, double ours, String unit, String against, double theirs, double target) {
        return new Figure(bench, ours, unit, against, theirs, theirs / ours, target, true);
    }
}
