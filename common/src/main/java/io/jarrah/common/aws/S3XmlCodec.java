package io.jarrah.common.aws;

import io.jarrah.common.aws.SdkModel.Collection;
import io.jarrah.common.aws.SdkModel.Kind;
import io.jarrah.common.aws.SdkModel.Member;
import io.jarrah.common.aws.SdkModel.TimeFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * S3's XML bodies from the server's side: SDK response objects to bodies and headers, request bodies to SDK objects.
 *
 * <p>Thread-safe; make one and keep it.
 */
public final class S3XmlCodec {
    /** The namespace of every S3 document. */
    public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    /** Root elements that are not called {@code <Action>Result}; the model does not name them. */
    private static final Map<String, String> ROOTS = Map.ofEntries(
            Map.entry("ListBuckets", "ListAllMyBucketsResult"),
            Map.entry("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
            Map.entry("ListObjects", "ListBucketResult"),
            Map.entry("ListObjectsV2", "ListBucketResult"),
            Map.entry("ListObjectVersions", "ListVersionsResult"),
            Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
            Map.entry("DeleteObjects", "DeleteResult"),
            Map.entry("UploadPartCopy", "CopyPartResult"),
            Map.entry("GetBucketAcl", "AccessControlPolicy"),
            Map.entry("GetObjectAcl", "AccessControlPolicy"),
            Map.entry("GetBucketVersioning", "VersioningConfiguration"),
            Map.entry("GetBucketTagging", "Tagging"),
            Map.entry("GetObjectTagging", "Tagging"),
            Map.entry("GetBucketCors", "CORSConfiguration"),
            Map.entry("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
            Map.entry("GetBucketLogging", "BucketLoggingStatus"),
            Map.entry("GetBucketNotificationConfiguration", "NotificationConfiguration"),
            Map.entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
            Map.entry("GetBucketWebsite", "WebsiteConfiguration"),
            Map.entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
            Map.entry("GetObjectAttributes", "GetObjectAttributesResponse"));

    private final SdkModel model = new SdkModel();
    private final XmlEncoder encoder = new XmlEncoder(model, "member");

    /**
     * Writes the body of an answer; empty when all of it stands in headers.
     *
     * @param response an S3 response object, for example {@code ListObjectsV2Response}; of a streaming one (GetObject) there is no body here
     */
    public byte[] encode(SdkPojo response) {
        List<Member> inBody =
                model.members(response).stream().filter(Member::inBody).toList();
        if (inBody.isEmpty()) {
            return new byte[0];
        }
        if (inBody.size() == 1 && inBody.getFirst().isWholeBody()) {
            return encodeWhole(response, inBody.getFirst());
        }
        XmlWriter xml = new XmlWriter();
        String root = root(response);
        xml.open(root, Map.of("xmlns", NAMESPACE));
        encoder.writeMembers(xml, response);
        return xml.close(root).toBytes();
    }

    /** The headers of an answer that the model knows, those set only: names as in the model, dates as RFC 822, {@code x-amz-meta-} expanded. */
    public Map<String, String> headers(SdkPojo response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Member member : model.members(response)) {
            Object value = member.inHeader() ? member.get(response) : null;
            if (value == null || SdkModel.isAutoConstructed(value)) {
                continue;
            }
            switch (member.kind()) {
                case MAP ->
                    ((Map<?, ?>) value)
                            .forEach((key, text) -> headers.put(member.responseName() + key, String.valueOf(text)));
                case LIST ->
                    headers.put(
                            member.responseName(),
                            ((List<?>) value).stream().map(String::valueOf).collect(Collectors.joining(",")));
                default ->
                    headers.put(
                            member.responseName(), WireValues.format(value, member.timeFormat(), TimeFormat.RFC_822));
            }
        }
        return headers;
    }

    /**
     * Writes an error document.
     *
     * @param details further elements S3 puts into some errors (BucketName, Key, StringToSign …), in order
     */
    public byte[] encodeError(
            String code, String message, String resource, String requestId, Map<String, String> details) {
        XmlWriter xml = new XmlWriter();
        xml.open("Error").element("Code", code).element("Message", message);
        details.forEach(xml::element);
        return xml.element("Resource", resource)
                .element("RequestId", requestId)
                .close("Error")
                .toBytes();
    }

    /**
     * Reads a request body into the SDK's class for it, for example {@code decode(body, "Delete", Delete.builder())}.
     *
     * @param document the body; its length is the caller's to limit
     * @param root the root element expected, in any namespace or none
     * @throws MalformedXmlException when the body is no such document; elements the model does not know are passed over
     */
    public <B extends SdkBuilder<B, T>, T> T decode(byte[] document, String root, B builder) {
        fill(document, root, (SdkPojo) builder);
        return builder.build();
    }

    /** Reads a request body into a builder. */
    void fill(byte[] document, String root, SdkPojo builder) {
        XmlNode node = XmlNode.parse(document);
        if (!node.name().equals(root)) {
            throw new MalformedXmlException("The XML you provided has the root element "
                    + QueryDecoder.echo(node.name()) + " where " + root + " is expected");
        }
        fill(builder, node);
    }

    private byte[] encodeWhole(SdkPojo response, Member member) {
        Object value = member.get(response);
        if (member.kind() == Kind.BYTES) {
            return value == null ? new byte[0] : ((SdkBytes) value).asByteArray();
        }
        if (member.kind() == Kind.STRING && !response.getClass().getSimpleName().startsWith("GetBucketLocation")) {
            return value == null ? new byte[0] : ((String) value).getBytes(StandardCharsets.UTF_8);
        }
        String root = member.responseName();
        XmlWriter xml = new XmlWriter();
        xml.open(root, Map.of("xmlns", NAMESPACE));
        if (value instanceof SdkPojo structure) {
            encoder.writeMembers(xml, structure);
        } else if (value != null) {
            xml.text(value.toString());
        }
        return xml.close(root).toBytes();
    }

    private static String root(SdkPojo response) {
        String action = response.getClass().getSimpleName().replaceFirst("Response$", "");
        return ROOTS.getOrDefault(action, action + "Result");
    }

    private void fill(SdkPojo builder, XmlNode node) {
        for (Member member : model.members(builder)) {
            Object value = member.inBody() ? read(member, node) : null;
            if (value != null) {
                member.set(builder, value);
            }
        }
    }

    private @Nullable Object read(Member member, XmlNode parent) {
        String name = member.requestName();
        if (member.isAttribute()) {
            return parent.attribute(name);
        }
        if (member.kind() == Kind.LIST && member.collection().flattened()) {
            List<XmlNode> items = parent.children(name);
            return items.isEmpty() ? null : readItems(member.collection(), items);
        }
        XmlNode node = parent.child(name);
        return node == null ? null : readElement(member, node);
    }

    private Object readElement(Member member, XmlNode node) {
        return switch (member.kind()) {
            case STRUCTURE -> {
                SdkPojo builder = member.newStructure();
                fill(builder, node);
                yield SdkModel.build(builder);
            }
            case LIST -> {
                XmlTag item = member.collection().item();
                yield readItems(member.collection(), node.children(item == null ? "member" : item.name()));
            }
            case MAP, UNSUPPORTED ->
                throw new MalformedXmlException("The element " + node.name() + " has no form known in a request");
            default -> readScalar(member, node);
        };
    }

    private List<Object> readItems(Collection list, List<XmlNode> items) {
        List<Object> values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(readElement(list.element(), item)));
        return values;
    }

    private static Object readScalar(Member member, XmlNode node) {
        try {
            return WireValues.parse(member.kind(), node.text());
        } catch (IllegalArgumentException e) {
            throw new MalformedXmlException(
                    "The value (" + QueryDecoder.echo(node.text()) + ") of the element " + node.name() + " is not "
                            + e.getMessage(),
                    e);
        }
    }
}
