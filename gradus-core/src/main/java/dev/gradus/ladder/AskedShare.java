package dev.gradus.ladder;

import dev.gradus.stats.OBrienFleming;
import dev.gradus.task.Example;
import java.util.List;
import java.util.SplittableRandom;

/// What share of the dev examples a rung's candidates are asked on average, before anything is
/// known: [Asking] played on candidates whose gains are drawn at random. They are drawn around 0
/// with a standard deviation of 5 points, and differ from what is kept on 10 % of the examples more
/// than their gain makes them; an assumption, not a measurement. What the climb's end asks on is
/// not in it.
public final class AskedShare {
    private static final double SPREAD = 0.05;
    private static final double DISCORDANCE = 0.10;
    private static final double STOP = 0.05;
    private static final int RUNGS = 400;

    private final int rows;
    private final int parts;
    private final double matters;
    private final double alpha;

    /// @param examples of dev
    /// @param matters as a share
    /// @param alpha a rung's share of the climb's error rate
    public AskedShare(List<Example> examples, double matters, double alpha) {
        this.rows = examples.size();
        this.parts = Parts.of(examples, 1).count();
        this.matters = matters;
        this.alpha = alpha;
    }

    /// Of candidates that are held against one that was asked everything, in [0,1].
    public double of(int candidates) {
        if (parts == 1 || candidates == 0) {
            return 1;
        }
        SplittableRandom random = new SplittableRandom(5);
        long asked = 0;
        for (int rung = 0; rung < RUNGS; rung++) {
            asked += new Rung(candidates, random).partsAsked();
        }
        return (double) asked / ((long) RUNGS * candidates * parts);
    }

    private final class Rung {
        private final double[] gain;
        private final double[] deviation;
        private final double[] sum;
        private final boolean[] stopped;
        private final SplittableRandom random;

        Rung(int candidates, SplittableRandom random) {
            this.random = random;
            this.gain = new double[candidates];
            this.deviation = new double[candidates];
            this.sum = new double[candidates];
            this.stopped = new boolean[candidates];
            for (int i = 0; i < candidates; i++) {
                gain[i] = SPREAD * random.nextGaussian();
                deviation[i] = Math.sqrt(DISCORDANCE + Math.abs(gain[i]) - gain[i] * gain[i]);
            }
        }

        long partsAsked() {
            long asked = 0;
            for (int part = 1; part <= parts; part++) {
                double ofPart = (double) rows / parts;
                for (int i = 0; i < gain.length; i++) {
                    if (!stopped[i]) {
                        asked++;
                        sum[i] +=
                                ofPart * gain[i]
                                        + Math.sqrt(ofPart) * deviation[i] * random.nextGaussian();
                    }
                }
                stop(part);
            }
            return asked;
        }

        private void stop(int part) {
            double soFar = (double) rows * part / parts;
            int leader = leader(part, soFar);
            for (int i = 0; i < gain.length; i++) {
                double mean = sum[i] / soFar;
                double limit = limit(STOP, part, soFar, deviation[i]);
                boolean behind = mean + limit < matters;
                boolean outdone =
                        leader >= 0 && i != leader && mean - sum[leader] / soFar + limit < matters;
                stopped[i] |= behind || outdone;
            }
        }

        private int leader(int part, double soFar) {
            int leader = -1;
            for (int i = 0; i < gain.length; i++) {
                boolean better =
                        !stopped[i]
                                && sum[i] / soFar
                                        > limit(alpha / gain.length, part, soFar, deviation[i]);
                if (better && (leader < 0 || sum[i] > sum[leader])) {
                    leader = i;
                }
            }
            return leader;
        }

        private double limit(double rate, int part, double soFar, double deviation) {
            double c = OBrienFleming.of(parts, rate).constant();
            return c * Math.sqrt((double) parts / part) * deviation / Math.sqrt(soFar);
        }
    }
}
