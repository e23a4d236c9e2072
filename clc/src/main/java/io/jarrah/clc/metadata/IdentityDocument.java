package io.jarrah.clc.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.pki.DocumentSigner;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instance identity document and its signatures, by which an instance proves to others what it is.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html">Instance identity documents</a>
 */
final class IdentityDocument {
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();
    private static final String DIRECTORY = "instance-identity/";
    private static final int LINE = 64;

    private IdentityDocument() {}

    /** Path below {@code dynamic/} to value. The PKCS#7 messages have no armour, as at Amazon; both are RSA. */
    static Map<String, String> signed(InstanceEntity instance, String region, DocumentSigner signer) {
        String document = of(instance, region);
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        String message = base64(signer.message(bytes));
        return Map.of(
                DIRECTORY + "document", document,
                DIRECTORY + "signature", base64(signer.signature(bytes)),
                DIRECTORY + "pkcs7", message,
                DIRECTORY + "rsa2048", message);
    }

    private static String of(InstanceEntity instance, String region) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("accountId", instance.account().value());
        fields.put("architecture", instance.architecture());
        fields.put("availabilityZone", instance.zone().value());
        fields.put("billingProducts", null);
        fields.put("devpayProductCodes", null);
        fields.put("marketplaceProductCodes", null);
        fields.put("imageId", instance.image().value());
        fields.put("instanceId", instance.id().value());
        fields.put("instanceType", instance.instanceType());
        fields.put("kernelId", instance.kernel().map(ImageId::value).orElse(null));
        fields.put(
                "pendingTime",
                instance.launchedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        fields.put("privateIp", instance.privateIp().orElse(null));
        fields.put("ramdiskId", instance.ramdisk().map(ImageId::value).orElse(null));
        fields.put("region", region);
        fields.put("version", "2017-09-30");
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings could not be written as JSON", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
    }
}
