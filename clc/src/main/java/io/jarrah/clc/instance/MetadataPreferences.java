package io.jarrah.clc.instance;

import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.common.contract.MetadataOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request or an account wants of metadata settings; what is empty leaves the choice to others.
 *
 * @param enabled HttpEndpoint
 * @param tokensRequired HttpTokens
 * @param hopLimit HttpPutResponseHopLimit, 1 to 64
 * @param tags InstanceMetadataTags
 * @param ipv6 HttpProtocolIpv6
 */
public record MetadataPreferences(
        Optional<Boolean> enabled,
        Optional<Boolean> tokensRequired,
        Optional<Integer> hopLimit,
        Optional<Boolean> tags,
        Optional<Boolean> ipv6) {
    /** Leaves everything to others. */
    public static final MetadataPreferences NONE = new MetadataPreferences(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads the parameters of a request; one that is not there is no preference.
     *
     * @throws io.jarrah.clc.action.ApiException InvalidParameterValue for a value that is not EC2's
     */
    public static MetadataPreferences of(
            @Nullable String httpEndpoint,
            @Nullable String httpTokens,
            @Nullable Integer hopLimit,
            @Nullable String tags,
            @Nullable String httpProtocolIpv6) {
        return new MetadataPreferences(
                flag("HttpEndpoint", httpEndpoint, "enabled", "disabled"),
                flag("HttpTokens", httpTokens, "required", "optional"),
                Optional.ofNullable(hopLimit).map(MetadataPreferences::hops),
                flag("InstanceMetadataTags", tags, "enabled", "disabled"),
                flag("HttpProtocolIpv6", httpProtocolIpv6, "enabled", "disabled"));
    }

    /** A parameter with two values; empty when it is not given. */
    public static Optional<Boolean> flag(String name, @Nullable String value, String yes, String no) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (value.equals(yes) || value.equals(no)) {
            return Optional.of(value.equals(yes));
        }
        String shown = value.length() > 64 ? value.substring(0, 64) + "…" : value;
        throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                "Value (" + shown + ") for parameter " + name + " is invalid. Valid values: " + no + ", " + yes + ".");
    }

    private static int hops(int limit) {
        if (limit < 1 || limit > MetadataOptions.MAX_HOP_LIMIT) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + limit
                    + ") for parameter HttpPutResponseHopLimit is invalid. The valid range is 1 to "
                    + MetadataOptions.MAX_HOP_LIMIT + ".");
        }
        return limit;
    }

    /**
     * Returns when a cloud with such networks can do what is wanted.
     *
     * @throws io.jarrah.clc.action.ApiException Unsupported for IPv6 where no network has it
     */
    public void requireServed(NetworkPlan plan) {
        if (ipv6.orElse(false) && plan.prefix6().isEmpty()) {
            throw Ec2Error.UNSUPPORTED.because("The requested configuration is currently not supported: networks of"
                    + " this cloud have no IPv6, so HttpProtocolIpv6 cannot be enabled.");
        }
    }

    /** The settings where nothing is preferred, and else what is. */
    public MetadataSettings over(MetadataSettings settings) {
        return new MetadataSettings(
                enabled.orElse(settings.enabled()),
                tokensRequired.orElse(settings.tokensRequired()),
                hopLimit.orElse(settings.hopLimit()),
                tags.orElse(settings.tags()),
                ipv6.orElse(settings.ipv6()));
    }
}
