package io.jarrah.common.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Type;

class S3XmlCodecTest {
    private final S3XmlCodec codec = new S3XmlCodec();

    @Test
    void aListingHasFlatElementsAndIsoDates() {
        String xml = text(codec.encode(ListObjectsV2Response.builder()
                .name("b")
                .contents(
                        S3Object.builder()
                                .key("a&b")
                                .eTag("\"1\"")
                                .lastModified(Instant.ofEpochSecond(0))
                                .build(),
                        S3Object.builder().key("c").build())
                .commonPrefixes(CommonPrefix.builder().prefix("p/").build())
                .build()));
        assertThat(xml)
                .contains("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
                .contains("<Contents><Key>a&amp;b</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified>"
                        + "<ETag>&quot;1&quot;</ETag></Contents><Contents><Key>c</Key></Contents>")
                .contains("<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>");
    }

    @Test
    void anEmptyListOfBucketsIsAnEmptyElement() {
        assertThat(text(codec.encode(
                        ListBucketsResponse.builder().buckets(List.of()).build())))
                .endsWith("<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Buckets/>"
                        + "</ListAllMyBucketsResult>");
    }

    @Test
    void theLocationIsTheRootItself() {
        assertThat(text(codec.encode(GetBucketLocationResponse.builder()
                        .locationConstraint("eu-west-1")
                        .build())))
                .endsWith("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1"
                        + "</LocationConstraint>");
        assertThat(text(codec.encode(GetBucketLocationResponse.builder().build())))
                .endsWith(
                        "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></LocationConstraint>");
    }

    @Test
    void aPolicyIsNotXml() {
        assertThat(text(codec.encode(
                        GetBucketPolicyResponse.builder().policy("{\"a\":1}").build())))
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void aGranteeCarriesItsTypeAsAttribute() {
        String xml = text(codec.encode(GetBucketAclResponse.builder()
                .grants(Grant.builder()
                        .grantee(g -> g.type(Type.GROUP).uri("http://acs.amazonaws.com/groups/global/AllUsers"))
                        .permission(Permission.READ)
                        .build())
                .build()));
        assertThat(xml)
                .contains("<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\"><URI>");

        AccessControlPolicy read = codec.decode(
                bytes(
                        "<AccessControlPolicy xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><AccessControlList><Grant>"
                                + "<Grantee i:type=\"CanonicalUser\"><ID>1</ID></Grantee><Permission>WRITE</Permission>"
                                + "</Grant></AccessControlList></AccessControlPolicy>"),
                "AccessControlPolicy",
                AccessControlPolicy.builder());
        assertThat(read.grants().getFirst().grantee().type()).isEqualTo(Type.CANONICAL_USER);
        assertThat(read.grants().getFirst().grantee().id()).isEqualTo("1");
    }

    @Test
    void headersHaveRfc822DatesAndMetadata() {
        Map<String, String> headers = codec.headers(HeadObjectResponse.builder()
                .lastModified(Instant.ofEpochSecond(1_000_000_000))
                .contentLength(7L)
                .metadata(Map.of("colour", "red"))
                .build());
        assertThat(headers)
                .containsEntry("Last-Modified", "Sun, 09 Sep 2001 01:46:40 GMT")
                .containsEntry("Content-Length", "7")
                .containsEntry("x-amz-meta-colour", "red");
        assertThat(codec.encode(HeadObjectResponse.builder().build())).isEmpty();
    }

    @Test
    void requestBodiesAreReadWithAndWithoutNamespace() {
        CompletedMultipartUpload upload = codec.decode(
                bytes(
                        "<?xml version=\"1.0\"?><CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                                + "<Part><PartNumber> 1 </PartNumber><ETag>&quot;x&quot;</ETag></Part>"
                                + "<Part><PartNumber>2</PartNumber><ETag>y</ETag><Unheard/></Part></CompleteMultipartUpload>"),
                "CompleteMultipartUpload",
                CompletedMultipartUpload.builder());
        assertThat(upload.parts()).extracting(p -> p.partNumber() + p.eTag()).containsExactly("1\"x\"", "2y");

        Delete delete = codec.decode(
                bytes(
                        "<Delete><Quiet>true</Quiet><Object><Key> <!-- x -->a<!-- y --> </Key></Object><Object><Key>b</Key>"
                                + "<VersionId>v</VersionId></Object></Delete>"),
                "Delete",
                Delete.builder());
        assertThat(delete.quiet()).isTrue();
        assertThat(delete.objects())
                .extracting(o -> o.key() + "/" + o.versionId())
                .containsExactly(" a /null", "b/v");

        assertThat(codec.decode(
                                bytes("<CreateBucketConfiguration><LocationConstraint>x</LocationConstraint>"
                                        + "</CreateBucketConfiguration>"),
                                "CreateBucketConfiguration",
                                CreateBucketConfiguration.builder())
                        .locationConstraintAsString())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<Delete>",
                "<Other/>",
                "<Delete/><Delete/>",
                "<!DOCTYPE Delete [<!ENTITY a \"b\">]><Delete><Object><Key>&a;</Key></Object></Delete>",
                "<!DOCTYPE Delete SYSTEM \"file:///etc/passwd\"><Delete/>",
                "<Delete><Object><Key>&unknown;</Key></Object></Delete>",
                "<Delete><Quiet>perhaps</Quiet></Delete>"
            })
    void everythingElseIsMalformed(String body) {
        assertThatThrownBy(() -> codec.decode(bytes(body), "Delete", Delete.builder()))
                .isInstanceOf(MalformedXmlException.class);
    }

    @Test
    void depthAndAttributesAreLimited() {
        assertThatThrownBy(() -> codec.decode(
                        bytes("<Delete>" + "<a>".repeat(40) + "</a>".repeat(40) + "</Delete>"),
                        "Delete",
                        Delete.builder()))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessageContaining("deeper");
    }

    @Test
    void anErrorNamesItsResource() {
        assertThat(text(codec.encodeError("NoSuchKey", "gone", "/b/k", "r1", Map.of("Key", "k"))))
                .endsWith("<Error><Code>NoSuchKey</Code><Message>gone</Message><Key>k</Key><Resource>/b/k</Resource>"
                        + "<RequestId>r1</RequestId></Error>");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
