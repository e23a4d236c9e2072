package io.jarrah.clc.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.ApiWiring;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.testing.TestingDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private final SecureRandom random = new SecureRandom();
    private TestingDatabase database;
    private Accounts accounts;
    private AccessKeys keys;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        database = TestingDatabase.with(ApiWiring.ENTITIES);
        accounts = new Accounts(database.get(), random);
        MasterKey master = MasterKey.load(directory.resolve("master-key"), random);
        keys = new AccessKeys(database.get(), new SecretBox(master, random), random);
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    @Test
    void accountsUsersAndKeysComeAndGo() {
        Account acme = accounts.create("acme", TestingCalls.NOW);
        assertThat(accounts.find("acme")).isEqualTo(acme);
        assertThat(accounts.find(acme.id().value())).isEqualTo(acme);
        User carol = accounts.createUser("acme", "carol", "/staff/", TestingCalls.NOW);
        assertThat(carol.arn()).isEqualTo("arn:aws:iam::" + acme.id() + ":user/staff/carol");

        NewAccessKey root = keys.create("acme", Optional.empty(), TestingCalls.NOW);
        NewAccessKey hers = keys.create("acme", Optional.of("carol"), TestingCalls.NOW);
        assertThat(hers.key().id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(hers.secret()).matches("[A-Za-z0-9+/]{40}");
        assertThat(hers.toString()).doesNotContain(hers.secret());
        assertThat(keys.credential(hers.key().id())).hasValueSatisfying(credential -> {
            assertThat(credential.secret()).isEqualTo(hers.secret());
            assertThat(credential.principal().arn()).isEqualTo(carol.arn());
            assertThat(credential.principal().userId()).isEqualTo(carol.id());
            assertThat(credential.principal().cloudAdministrator()).isFalse();
        });
        assertThat(keys.credential(root.key().id()).orElseThrow().principal().arn())
                .isEqualTo("arn:aws:iam::" + acme.id() + ":root");

        assertThatThrownBy(() -> accounts.deleteUser("acme", "carol"))
                .extracting("error")
                .isEqualTo(QueryError.DELETE_CONFLICT);
        assertThatThrownBy(() -> accounts.delete("acme")).extracting("error").isEqualTo(QueryError.DELETE_CONFLICT);
        keys.delete(hers.key().id());
        assertThat(keys.credential(hers.key().id())).isEmpty();
        accounts.deleteUser("acme", "carol");
        keys.delete(root.key().id());
        accounts.delete("acme");
        assertThat(accounts.list()).extracting(Account::name).containsExactly("alice", "bob");
    }

    @Test
    void aUserHasTwoKeysAtMost() {
        NewAccessKey first = keys.create("alice", Optional.empty(), TestingCalls.NOW);
        keys.create("alice", Optional.empty(), TestingCalls.NOW);
        assertThatThrownBy(() -> keys.create("alice", Optional.empty(), TestingCalls.NOW))
                .extracting("error")
                .isEqualTo(QueryError.LIMIT_EXCEEDED);
        keys.delete(first.key().id());
        keys.create("alice", Optional.empty(), TestingCalls.NOW);
        assertThat(keys.list("alice")).hasSize(2);
        assertThat(keys.list("bob")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "UPPER", "a--b", "-ab", "123456789012", "a b"})
    void badAccountNames(String name) {
        assertThatThrownBy(() -> accounts.create(name, TestingCalls.NOW))
                .extracting("error")
                .isEqualTo(QueryError.VALIDATION_ERROR);
    }

    @Test
    void namesAreTakenOnce() {
        assertThatThrownBy(() -> accounts.create("alice", TestingCalls.NOW))
                .extracting("error")
                .isEqualTo(QueryError.ENTITY_ALREADY_EXISTS);
        accounts.createUser("alice", "u", "/", TestingCalls.NOW);
        accounts.createUser("bob", "u", "/", TestingCalls.NOW);
        assertThatThrownBy(() -> accounts.createUser("alice", "u", "/", TestingCalls.NOW))
                .extracting("error")
                .isEqualTo(QueryError.ENTITY_ALREADY_EXISTS);
        assertThatThrownBy(() -> accounts.createUser("alice", "a b", "/", TestingCalls.NOW))
                .extracting("error")
                .isEqualTo(QueryError.VALIDATION_ERROR);
        assertThatThrownBy(() -> accounts.createUser("alice", "x", "staff", TestingCalls.NOW))
                .extracting("error")
                .isEqualTo(QueryError.VALIDATION_ERROR);
        for (String nobody : List.of("nobody", "999999999999")) {
            assertThatThrownBy(() -> accounts.find(nobody)).extracting("error").isEqualTo(QueryError.NO_SUCH_ENTITY);
        }
    }

    @Test
    void theFirstStartMakesTheCloudAdministratorOnce() throws IOException {
        Path file = directory.resolve("admin-credentials");
        keys.ensureCloudAdministrator(file, TestingCalls.NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String id = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("AWS_ACCESS_KEY_ID="))
                .findFirst()
                .orElseThrow()
                .split("=", 2)[1];
        Credential credential = keys.credential(id).orElseThrow();
        assertThat(credential.principal().cloudAdministrator()).isTrue();
        assertThat(Files.readString(file)).contains("AWS_SECRET_ACCESS_KEY=" + credential.secret() + "\n");
        byte[] before = Files.readAllBytes(file);
        keys.ensureCloudAdministrator(file, TestingCalls.NOW);
        assertThat(file).hasBinaryContent(before);
        assertThatThrownBy(() -> accounts.delete("eucalyptus"))
                .extracting("error")
                .isEqualTo(QueryError.DELETE_CONFLICT);
    }

    @Test
    void secretsAreSealedAtRest() throws IOException {
        NewAccessKey key = keys.create("alice", Optional.empty(), TestingCalls.NOW);
        String sealed = database.get()
                .read(session ->
                        session.find(AccessKeyEntity.class, key.key().id()).sealedSecret());
        assertThat(sealed).doesNotContain(key.secret());
        MasterKey other = MasterKey.load(directory.resolve("other-key"), random);
        assertThatThrownBy(() -> new SecretBox(other, random).open(key.key().id(), sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("master key");
        MasterKey master = MasterKey.load(directory.resolve("master-key"), random);
        assertThatThrownBy(() -> new SecretBox(master, random).open("AKIAOTHER", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMasterKeyOthersCanReadIsRefused() throws IOException {
        Path file = directory.resolve("master-key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKey.load(file, random)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "c2hvcnQ=\n");
        assertThatThrownBy(() -> MasterKey.load(file, random)).hasMessageContaining("damaged");
    }

    @Test
    void whatCannotBeAKeyIdIsNotLookedUp() {
        assertThat(keys.credential("' or 1=1 --")).isEmpty();
        assertThat(keys.credential("A".repeat(10_000))).isEmpty();
    }
}
