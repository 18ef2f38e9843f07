package org.lethe.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures loads in turn: each is warmed up, then they alternate, and the median of each counts.
final class Rounds {

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
            load.run(setting.warmUp());
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
