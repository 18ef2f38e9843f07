package org.lethe.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// Measures loads in turn: each is warmed up, then they alternate, and the median of each counts.
///
/// A load is warm when a stretch of it brought hardly more than the best before: on few cores a server compiles its
/// code
/// for a minute, and what is measured before that is the compiler.
final class Rounds {
    private static final double HARDLY_MORE = 1.05;
    private static final int LONGEST_WARM_UP = 12;

    /// Works for so long and tells how many operations a second it did.
    @FunctionalInterface
    interface Load {
        double run(Duration length) throws Exception;
    }

    private final Workload setting;

    Rounds(Workload setting) {
        this.setting = setting;
    }

    /// @return the median rate of each load, in the given order
    double[] medians(String what, Load... loads) throws Exception {
        for (Load load : loads) {
            int stretches = warmUp(() -> load.run(setting.warmUp()));
            setting.progress().accept("%s warm after %d × %s".formatted(what, stretches, setting.warmUp()));
        }
        List<double[]> rounds = new ArrayList<>();
        for (int round = 1; round <= setting.rounds(); round++) {
            double[] rates = new double[loads.length];
            for (int i = 0; i < loads.length; i++) {
                rates[i] = loads[i].run(setting.measured());
            }
            rounds.add(rates);
            setting.progress().accept("%s round %d of %d: %s".formatted(what, round, setting.rounds(), text(rates)));
        }
        double[] medians = new double[loads.length];
        for (int i = 0; i < loads.length; i++) {
            int load = i;
            medians[i] =
                    median(rounds.stream().mapToDouble(rates -> rates[load]).toArray());
        }
        return medians;
    }

    /// Runs it until two stretches together were hardly faster than the best before.
    ///
    /// @param stretch works for a while and tells its rate
    /// @return how many stretches that took
    static int warmUp(Callable<Double> stretch) throws Exception {
        double best = stretch.call();
        int idle = 0;
        int stretches = 1;
        while (idle < 2 && stretches < LONGEST_WARM_UP) {
            double rate = stretch.call();
            idle = rate > best * HARDLY_MORE ? 0 : idle + 1;
            best = Math.max(best, rate);
            stretches++;
        }
        return stretches;
    }

    static double median(List<Double> values) {
        return median(values.stream().mapToDouble(value -> value).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(double[] rates) {
        return String.join(
                " / ", Arrays.stream(rates).mapToObj("%,.0f"::formatted).toList());
    }
}
