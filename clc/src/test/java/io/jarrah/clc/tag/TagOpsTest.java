package io.jarrah.clc.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.ApiWiring;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.filter.Pages;
import io.jarrah.clc.keypair.KeyPairs;
import io.jarrah.clc.keypair.op.CreateKeyPair;
import io.jarrah.clc.tag.op.CreateTags;
import io.jarrah.clc.tag.op.DeleteTags;
import io.jarrah.clc.tag.op.DescribeTags;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.testing.TestingDatabase;
import io.jarrah.common.id.AccountId;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

class TagOpsTest {
    private final CallContext alice = TestingCalls.by(TestingCalls.ALICE, "Tags");
    private final Tags tags = new Tags();
    private final KeyPairs pairs = new KeyPairs(tags);
    private TestingDatabase database;
    private CreateTags create;
    private DeleteTags delete;
    private DescribeTags describe;
    private String key;

    @BeforeEach
    void start() {
        database = TestingDatabase.with(ApiWiring.ENTITIES);
        TaggableResources resources = new TaggableResources(List.of(pairs.taggable()));
        create = new CreateTags(database.get(), resources, tags);
        delete = new DeleteTags(database.get(), resources, tags);
        describe = new DescribeTags(database.get(), tags, new Pages(new byte[32]));
        key = new CreateKeyPair(database.get(), pairs, new SecureRandom())
                .execute(
                        alice,
                        CreateKeyPairRequest.builder()
                                .keyName("k")
                                .keyType("ed25519")
                                .build())
                .keyPairId();
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    @Test
    void setChangeAndRemove() {
        put(key, tag("Name", "web"), tag("stage", ""));
        put(key, tag("Name", "db"));
        assertThat(described(TestingCalls.ALICE)).containsExactly("Name=db", "stage=");
        assertThat(described(TestingCalls.BOB)).isEmpty();

        remove(tag("Name", "not this value"), tag("not there", null));
        assertThat(described(TestingCalls.ALICE)).containsExactly("Name=db", "stage=");
        remove(tag("Name", "db"));
        assertThat(described(TestingCalls.ALICE)).containsExactly("stage=");
        put(key, tag("a", "b"));
        remove();
        assertThat(described(TestingCalls.ALICE)).isEmpty();
    }

    @Test
    void limits() {
        assertThat(codeOf(tag("k".repeat(129), ""))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(codeOf(tag("k", "v".repeat(257)))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(codeOf(tag("AWS:mine", "v"))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(codeOf(tag("", "v"))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(codeOf(tag("k", "v"), tag("k", "w"))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(codeOf()).isEqualTo(Ec2Error.MISSING_PARAMETER);
        Tag[] fifty = IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new);
        put(key, fifty);
        assertThat(codeOf(tag("one more", ""))).isEqualTo(Ec2Error.TAG_LIMIT_EXCEEDED);
        put(key, tag("k0", "changed"));
        put(key, tag("k".repeat(0) + "k1", "v".repeat(256)));
        assertThat(described(TestingCalls.ALICE)).hasSize(50).contains("k0=changed");
    }

    @Test
    void resourcesThatAreNotThere() {
        assertThat(codeOf("key-0123456789abcdef0")).isEqualTo(Ec2Error.INVALID_KEY_PAIR_NOT_FOUND);
        assertThat(codeOf("zebra-1")).isEqualTo(Ec2Error.INVALID_ID);
        assertThatThrownBy(() -> create.execute(
                        TestingCalls.by(TestingCalls.BOB, "CreateTags"),
                        CreateTagsRequest.builder()
                                .resources(key)
                                .tags(tag("a", "b"))
                                .build()))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_KEY_PAIR_NOT_FOUND);
        assertThatThrownBy(() -> create.execute(
                        alice, CreateTagsRequest.builder().tags(tag("a", "b")).build()))
                .extracting("error")
                .isEqualTo(Ec2Error.MISSING_PARAMETER);
    }

    @Test
    void oneBadResourceAndNothingIsTagged() {
        assertThatThrownBy(() -> create.execute(
                        alice,
                        CreateTagsRequest.builder()
                                .resources(key, "key-0123456789abcdef0")
                                .tags(tag("a", "b"))
                                .build()))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_KEY_PAIR_NOT_FOUND);
        assertThat(described(TestingCalls.ALICE)).isEmpty();
    }

    private Object codeOf(Tag... some) {
        return catchError(key, some);
    }

    private Object codeOf(String resource) {
        return catchError(resource, tag("a", "b"));
    }

    private Object catchError(String resource, Tag... some) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> put(resource, some)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }

    private void put(String resource, Tag... some) {
        create.execute(
                alice,
                CreateTagsRequest.builder().resources(resource).tags(some).build());
    }

    private void remove(Tag... some) {
        delete.execute(
                alice, DeleteTagsRequest.builder().resources(key).tags(some).build());
    }

    private List<String> described(AccountId account) {
        return describe
                .execute(
                        TestingCalls.by(account, "DescribeTags"),
                        DescribeTagsRequest.builder().build())
                .tags()
                .stream()
                .map(TagOpsTest::text)
                .toList();
    }

    private static String text(TagDescription tag) {
        assertThat(tag.resourceTypeAsString()).isEqualTo("key-pair");
        return tag.key() + "=" + tag.value();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
