package io.jarrah.clc.instance;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What settings of metadata must agree with: the keys of tags that can be read there are parts of a path, and an account may
 * insist on tokens.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html">Tags in instance metadata</a>
 */
public final class MetadataRules {
    private static final Pattern KEY = Pattern.compile("[0-9a-zA-Z\\-_+=,.@:]{1,255}");
    private static final Set<String> RESERVED = Set.of(".", "..", "_index");

    private MetadataRules() {}

    /**
     * Returns when tags with these keys can stand in the metadata of an instance with those settings.
     *
     * @throws ApiException InvalidParameterValue naming the first key that cannot
     */
    public static void requireReadable(MetadataSettings settings, Collection<String> keys) {
        if (!settings.tags()) {
            return;
        }
        for (String key : keys) {
            if (!KEY.matcher(key).matches() || RESERVED.contains(key)) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("'" + key
                        + "' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}),"
                        + " and must not be a reserved name ('.', '..', '_index')");
            }
        }
    }

    /**
     * Returns when the account lets its instances have those settings.
     *
     * @param account what the account prefers; empty when it never said
     * @throws ApiException UnsupportedOperation when it insists on tokens and they are optional
     */
    public static void requireEnforced(Optional<MetadataDefaultsEntity> account, MetadataSettings settings) {
        boolean enforced =
                account.flatMap(MetadataDefaultsEntity::tokensEnforced).orElse(false);
        if (enforced && !settings.tokensRequired()) {
            throw Ec2Error.UNSUPPORTED_OPERATION.because("HttpTokens must be 'required' because httpTokensEnforced is"
                    + " enabled for this account; its owner can change that with ModifyInstanceMetadataDefaults.");
        }
    }
}
