package io.jarrah.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.aws.SdkModel.Kind;
import io.jarrah.common.aws.SdkModel.Member;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3's XML bodies and headers through the real SDK client, both ways, at random. */
class S3XmlCodecFuzzTest {
    private static final long SEED = 20261121;
    private final RecordingHttpClient http = new RecordingHttpClient();
    private final RandomMessages random = new RandomMessages(SEED, true, true);
    private final S3XmlCodec codec = new S3XmlCodec();
    private final SdkModel model = new SdkModel();
    private final Map<String, String> failures = new TreeMap<>();

    @Test
    void everyActionWhoseBodyIsNotAStream() {
        int bodies = 0;
        List<Method> actions = actions();
        try (S3Client client = S3Client.builder()
                .httpClient(http)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .endpointOverride(URI.create("http://localhost:8780"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                .build()) {
            for (Method action : actions) {
                try {
                    bodies += check(client, action);
                } catch (ReflectiveOperationException | MalformedXmlException e) {
                    Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
                    if (!action.getName().equals("listDirectoryBuckets")) { // It needs S3 Express.
                        failures.put(action.getName(), cause.toString());
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(actions).hasSizeGreaterThanOrEqualTo(100);
        assertThat(bodies).isGreaterThanOrEqualTo(30);
    }

    private int check(S3Client client, Method action) throws ReflectiveOperationException {
        SdkPojo request = random.fill(action.getParameterTypes()[0]);
        SdkPojo response = random.fill(action.getReturnType());
        http.answer(200, codec.encode(response), codec.headers(response));
        SdkPojo received = (SdkPojo) action.invoke(client, request);
        if (!same(received, response)) {
            failures.put(action.getName() + " response", response + " came out as " + received);
        }
        for (Member member : model.members(request)) {
            if (member.isWholeBody() && member.kind() == Kind.STRUCTURE) {
                SdkPojo builder = member.newStructure();
                codec.fill(http.requestBody(), member.requestName(), builder);
                Object read = SdkModel.build(builder);
                if (!read.equals(member.get(request))) {
                    failures.put(action.getName() + " request", member.get(request) + " came out as " + read);
                }
                return 1;
            }
        }
        return 0;
    }

    /** Equal in all members but HeadObject's two views of the one header Expires. */
    private boolean same(SdkPojo one, SdkPojo other) {
        return model.members(one).stream()
                .filter(member -> !member.responseName().equals("Expires") || !member.inHeader())
                .allMatch(member -> Objects.equals(member.get(one), member.get(other)));
    }

    private static List<Method> actions() {
        return Arrays.stream(S3Client.class.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && method.getParameterTypes()[0].getSimpleName().endsWith("Request")
                        && method.getReturnType().getSimpleName().endsWith("Response"))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }
}
