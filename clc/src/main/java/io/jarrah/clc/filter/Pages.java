package io.jarrah.clc.filter;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Cuts results into pages. A token is stateless: it holds the key of the last item answered and a MAC that ties it to the account and the action, so nothing is kept between requests, any CLC can answer the next one, and what comes or goes meanwhile neither repeats nor skips others.
 */
public final class Pages {
    private static final int MAC_BYTES = 16;
    private static final int MAX_TOKEN = 2048;
    private final SecretKeySpec macKey;

    /** Signs tokens with that key (any length above 15 bytes); all CLCs of a cloud share it. */
    public Pages(byte[] key) {
        macKey = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * What {@code MaxResults} an action takes.
     *
     * @param least smallest value allowed
     * @param most largest value allowed
     */
    public record Limits(int least, int most) {
        /** 5 to 1000, as most EC2 actions have it. */
        public static final Limits USUAL = new Limits(5, 1000);
    }

    /**
     * One page, in the order of the items' keys.
     *
     * @param key unique among the items and stable over requests
     * @param maxResults as the request says; null means everything on one page
     * @throws ApiException InvalidParameterValue for a bad MaxResults, InvalidNextToken for a token not made for this action and account
     */
    public <T> Page<T> page(
            CallContext context,
            Collection<T> items,
            Function<T, String> key,
            @Nullable Integer maxResults,
            @Nullable String nextToken,
            Limits limits) {
        if (maxResults != null && (maxResults < limits.least() || maxResults > limits.most())) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value ( " + maxResults + " ) for parameter maxResults is invalid. Expecting a value "
                            + (maxResults < limits.least()
                                    ? "greater than or equal to " + limits.least()
                                    : "less than or equal to " + limits.most())
                            + ".");
        }
        List<T> sorted = items.stream().sorted(Comparator.comparing(key)).toList();
        List<T> rest = sorted;
        if (nextToken != null && !nextToken.isEmpty()) {
            String last = open(context, nextToken);
            rest = sorted.stream()
                    .dropWhile(item -> key.apply(item).compareTo(last) <= 0)
                    .toList();
        }
        if (maxResults == null || rest.size() <= maxResults) {
            return new Page<>(rest, null);
        }
        List<T> page = rest.subList(0, maxResults);
        return new Page<>(page, seal(context, key.apply(page.getLast())));
    }

    private String seal(CallContext context, String last) {
        byte[] text = last.getBytes(StandardCharsets.UTF_8);
        byte[] token = ByteBuffer.allocate(MAC_BYTES + text.length)
                .put(mac(context, text))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private String open(CallContext context, String token) {
        byte[] bytes = decode(token);
        if (bytes.length > MAC_BYTES) {
            byte[] text = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
            if (MessageDigest.isEqual(mac(context, text), Arrays.copyOf(bytes, MAC_BYTES))) {
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        throw Ec2Error.INVALID_NEXT_TOKEN.because("The specified NextToken is not valid.");
    }

    private static byte[] decode(String token) {
        if (token.length() > MAX_TOKEN) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private byte[] mac(CallContext context, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(macKey);
            mac.update((context.account().value() + '\0' + context.action() + '\0').getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(text), MAC_BYTES);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HmacSHA256 is in every Java runtime", missing);
        }
    }
}
