package io.jarrah.clc.account;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.QueryError;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Access keys. Nothing is cached: a deleted key is refused by the next request. */
public final class AccessKeys {
    /** How many keys a user may have, as in IAM. */
    public static final int MAX_PER_USER = 2;

    private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final Pattern FORM = Pattern.compile("[A-Z0-9]{16,20}");

    private final Database database;
    private final SecretBox box;
    private final SecureRandom random;

    public AccessKeys(Database database, SecretBox box, SecureRandom random) {
        this.database = database;
        this.box = box;
        this.random = random;
    }

    /**
     * Makes a key for a user, or for the root user when no name is given.
     *
     * @throws ApiException NoSuchEntity or LimitExceeded
     */
    public NewAccessKey create(String accountNameOrId, Optional<String> userName, Instant now) {
        try {
            return database.write(session -> {
                Account account = Accounts.find(session, accountNameOrId);
                Optional<User> user = userName.map(name -> Accounts.findUser(session, account, name));
                return persist(session, account, user, now);
            });
        } catch (ConstraintViolationException race) {
            throw limitExceeded(race);
        }
    }

    private NewAccessKey persist(Session session, Account account, Optional<User> user, Instant now) {
        String owner = user.map(User::id).orElse(account.id().value());
        List<Integer> taken =
                of(session, owner).stream().map(AccessKeyEntity::slot).toList();
        if (taken.size() >= MAX_PER_USER) {
            throw limitExceeded(null);
        }
        AccessKey key = new AccessKey(
                randomId("AKIA", 16, random), account.id(), user.map(User::name).orElse(""), true, now);
        String secret = randomText(BASE64, 40, random);
        session.persist(new AccessKeyEntity(key, owner, taken.contains(1) ? 2 : 1, box.seal(key.id(), secret)));
        session.flush();
        return new NewAccessKey(key, secret);
    }

    private static ApiException limitExceeded(@Nullable Throwable cause) {
        String message = "Cannot exceed quota for AccessKeysPerUser: " + MAX_PER_USER;
        return cause == null
                ? new ApiException(QueryError.LIMIT_EXCEEDED, message)
                : new ApiException(QueryError.LIMIT_EXCEEDED, message, cause);
    }

    /** All keys of an account, its root user's among them, oldest first. */
    public List<AccessKey> list(String accountNameOrId) {
        return database.read(session -> {
            Account account = Accounts.find(session, accountNameOrId);
            return session
                    .createSelectionQuery(
                            "from AccessKeyEntity where accountId = :account order by created, id",
                            AccessKeyEntity.class)
                    .setParameter("account", account.id().value())
                    .getResultList()
                    .stream()
                    .map(AccessKeyEntity::key)
                    .toList();
        });
    }

    /**
     * Deletes a key; it is refused from the next request on.
     *
     * @throws ApiException NoSuchEntity
     */
    public AccessKey delete(String accessKeyId) {
        return database.write(session -> {
            AccessKeyEntity entity = session.find(AccessKeyEntity.class, accessKeyId);
            if (entity == null) {
                throw QueryError.NO_SUCH_ENTITY.because("The Access Key with id " + accessKeyId + " cannot be found.");
            }
            session.remove(entity);
            return entity.key();
        });
    }

    /** The secret and the owner of an active key; empty for an unknown or inactive one. */
    public Optional<Credential> credential(String accessKeyId) {
        if (!FORM.matcher(accessKeyId).matches()) {
            return Optional.empty();
        }
        return database.read(session -> {
            AccessKeyEntity entity = session.find(AccessKeyEntity.class, accessKeyId);
            if (entity == null || !entity.key().active()) {
                return Optional.empty();
            }
            Account account = Accounts.byId(session, entity.key().account())
                    .orElseThrow(() -> new IllegalStateException("key " + accessKeyId + " of no account"));
            return Optional.of(
                    new Credential(principal(session, account, entity), box.open(accessKeyId, entity.sealedSecret())));
        });
    }

    private static VerifiedPrincipal principal(Session session, Account account, AccessKeyEntity key) {
        String id = account.id().value();
        if (key.ownerId().equals(id)) {
            return new VerifiedPrincipal(
                    account.id(), account.name(), id, "", "arn:aws:iam::" + id + ":root", account.cloudAdministrator());
        }
        UserEntity user = session.find(UserEntity.class, key.ownerId());
        if (user == null) {
            throw new IllegalStateException("key " + key.key().id() + " of no user");
        }
        return new VerifiedPrincipal(
                account.id(),
                account.name(),
                user.user().id(),
                user.user().name(),
                user.user().arn(),
                account.cloudAdministrator());
    }

    /**
     * Makes the cloud administrator's account and a key of its root user when there is no such account yet, and writes the key to that file. The file comes first: after a crash between the two, the next start does both again.
     */
    public void ensureCloudAdministrator(Path credentialsFile, Instant now) throws IOException {
        boolean there = database.read(session -> !session.createSelectionQuery(
                        "from AccountEntity where cloudAdministrator = true", AccountEntity.class)
                .getResultList()
                .isEmpty());
        if (there) {
            return;
        }
        Account account = new Account(AccountId.random(random), Accounts.CLOUD_ADMINISTRATOR, true, now);
        AccessKey key = new AccessKey(randomId("AKIA", 16, random), account.id(), "", true, now);
        String secret = randomText(BASE64, 40, random);
        CredentialsFile.write(credentialsFile, account, new NewAccessKey(key, secret));
        try {
            database.write(session -> {
                session.persist(new AccountEntity(account));
                session.flush();
                session.persist(new AccessKeyEntity(key, account.id().value(), 1, box.seal(key.id(), secret)));
                return account;
            });
            LOG.info(
                    "made the cloud administrator's account {}; its access key is in {}",
                    account.id(),
                    credentialsFile);
        } catch (ConstraintViolationException race) {
            String constraint = Conflicts.violatedConstraint(race);
            LOG.info("another CLC made the cloud administrator's account just now ({})", constraint);
        }
    }

    static List<AccessKeyEntity> of(Session session, String ownerId) {
        return session.createSelectionQuery("from AccessKeyEntity where ownerId = :owner", AccessKeyEntity.class)
                .setParameter("owner", ownerId)
                .getResultList();
    }

    static String randomId(String prefix, int length, RandomGenerator random) {
        return prefix + randomText(BASE32, length, random);
    }

    private static String randomText(String alphabet, int length, RandomGenerator random) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(index -> String.valueOf(alphabet.charAt(index)))
                .collect(Collectors.joining());
    }
}
