package io.jarrah.common.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's published Signature Version 4 test suite: requests and the signatures they must have. */
class SigV4SuiteTest {
    private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");
    private static final CredentialScope SCOPE =
            new CredentialScope(java.time.LocalDate.of(2015, 8, 30), "us-east-1", "service");
    private static final byte[] KEY = SigV4Keys.derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SCOPE);

    record Vector(String name, String method, String target, String headers, String body, String signature) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Name, method, target, headers (with \\n between), body, signature. */
    private static final String SUITE =
            """
            get-vanilla|GET|/|||5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-vanilla-empty-query-key|GET|/?Param1=value1|||a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb
            get-vanilla-query-order-key-case|GET|/?Param2=value2&Param1=value1|||b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
            get-vanilla-query-unreserved|GET|/?UNRESERVED=UNRESERVED|||9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197
            get-vanilla-utf8-query|GET|/?ሴ=bar|||2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04
            get-unreserved|GET|/UNRESERVED|||07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f
            get-relative|GET|/example/..|||5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-relative-relative|GET|/example1/example2/../..|||5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-slash|GET|//|||5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-slash-dot-slash|GET|/./|||5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-slash-pointless-dot|GET|/./example|||ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5
            get-slashes|GET|//example//|||9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84
            get-header-key-duplicate|GET|/|My-Header1:value2\\nMy-Header1:value2\\nMy-Header1:value1||c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea
            get-header-value-order|GET|/|My-Header1:value4\\nMy-Header1:value1\\nMy-Header1:value3\\nMy-Header1:value2||08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01
            get-header-value-trim|GET|/|My-Header1: value1\\nMy-Header2: "a   b   c"||acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736
            post-vanilla|POST|/|||5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
            post-vanilla-query|POST|/?Param1=value1|||28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11
            post-header-key-sort|POST|/|My-Header1:value1||c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c
            post-header-value-case|POST|/|My-Header1:VALUE1||cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d
            post-x-www-form-urlencoded|POST|/|Content-Type:application/x-www-form-urlencoded|Param1=value1|ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
            post-x-www-form-urlencoded-parameters|POST|/|Content-Type:application/x-www-form-urlencoded; charset=utf8|Param1=value1|1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe
            """.replace("UNRESERVED", "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    static Stream<Vector> vectors() {
        return SUITE.lines().map(line -> {
            String[] f = line.split("\\|", -1);
            return new Vector(f[0], f[1], f[2], f[3].replace("\\n", "\n"), f[4], f[5]);
        });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSignatureIsAmazons(Vector vector) {
        HttpRequestView request = request(vector);
        List<String> signed = request.headers().keySet().stream().sorted().toList();
        String canonical = SigV4Canonical.request(
                request, false, signed, SigV4Keys.sha256Hex(vector.body().getBytes(StandardCharsets.UTF_8)));
        String signature = SigV4Keys.sign(KEY, SigV4Canonical.stringToSign("20150830T123600Z", SCOPE, canonical));
        assertThat(signature).as(canonical).isEqualTo(vector.signature());

        String header = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + SCOPE + ", SignedHeaders="
                + String.join(";", signed) + ", Signature=" + vector.signature();
        HttpRequestView whole = request.plus(Map.of("Authorization", header));
        QueryAuthentication authentication =
                new QueryAuthentication(SigningProfile.of("service"), InstantSource.fixed(AT.plusSeconds(60)));
        SigV4Signature parsed = (SigV4Signature) authentication.parse(whole, Map.of());
        authentication.verify(whole, parsed, KEY, vector.body().getBytes(StandardCharsets.UTF_8));
    }

    private static HttpRequestView request(Vector vector) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Host", List.of("example.amazonaws.com"));
        headers.put("X-Amz-Date", List.of("20150830T123600Z"));
        vector.headers().lines().forEach(line -> {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), ignored -> new ArrayList<>())
                    .add(line.substring(colon + 1));
        });
        int question = vector.target().indexOf('?');
        String path = question < 0 ? vector.target() : vector.target().substring(0, question);
        return new HttpRequestView(
                vector.method(), path, question < 0 ? "" : vector.target().substring(question + 1), headers);
    }
}
