package io.jarrah.tools.bench;

/**
 * One figure.
 *
 * @param name what was measured
 * @param ours Jarrah's value
 * @param peer the peer's value or the limit, in the same unit
 * @param unit such as ms, s or MiB; smaller is better in all of them
 * @param ratio peer divided by ours: above 1, ours is better
 */
public record Row(String name, double ours, double peer, String unit, double ratio) {
    /** A figure of which less is better. */
    public static Row lessIsBetter(String name, double ours, double peer, String unit) {
        return new Row(name, round(ours), round(peer), unit, round(ours == 0 ? 0 : peer / ours));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
