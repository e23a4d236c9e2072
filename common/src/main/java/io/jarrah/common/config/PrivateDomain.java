package io.jarrah.common.config;

/**
 * The domain of instances' private host names. The cloud controller shows it to users and the cluster controller answers
 * for it, so both take it from here.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html">EC2: hostname types</a>
 */
public final class PrivateDomain {
    private static final String CLASSIC_REGION = "us-east-1";

    private PrivateDomain() {}

    /** As Amazon names it: ec2.internal in us-east-1, REGION.compute.internal elsewhere. */
    public static String of(String region) {
        return region.equals(CLASSIC_REGION) ? "ec2.internal" : region + ".compute.internal";
    }
}
