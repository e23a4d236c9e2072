package io.jarrah.tools.bench;

/**
 * One figure.
 *
 * @param name what was measured
 * @param ours Jarrah's value
 * @param peer the peer's value or the limit, in the same unit
 * @param unit such as ms, MiB or MB/s
 * @param ratio above 1 when ours is better: peer divided by ours, or the other way round where more is better
 */
public record Row(String name, double ours, double peer, String unit, double ratio) {
    /** A figure of which less is better. */
    public static Row lessIsBetter(String name, double ours, double peer, String unit) {
        return new Row(name, round(ours), round(peer), unit, round(ours == 0 ? 0 : peer / ours));
    }

    /** A figure of which more is better, such as a rate. */
    public static Row moreIsBetter(String name, double ours, double peer, String unit) {
        return new Row(name, round(ours), round(peer), unit, round(peer == 0 ? 0 : ours / peer));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
