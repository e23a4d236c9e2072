package io.jarrah.clc.account;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.QueryError;
import io.jarrah.common.db.Conflicts;
import io.jarrah.common.db.Database;
import io.jarrah.common.id.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

/** Accounts and their users: who exists. Access keys are in {@link AccessKeys}. */
public final class Accounts {
    /** Name of the account whose users administer the cloud. */
    public static final String CLOUD_ADMINISTRATOR = "eucalyptus";

    /** An account alias of IAM, 3 to 63 characters. */
    private static final Pattern ACCOUNT_NAME = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{12}");
    private static final Pattern USER_NAME = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,64}");
    private static final Pattern PATH = Pattern.compile("/|/[!-.0-~/]{1,510}/");

    private final Database database;
    private final RandomGenerator random;

    /** {@code random} makes ids; they are no secrets. */
    public Accounts(Database database, RandomGenerator random) {
        this.database = database;
        this.random = random;
    }

    /**
     * Makes an account.
     *
     * @throws ApiException ValidationError for a bad name, EntityAlreadyExists for a taken one
     */
    public Account create(String name, Instant now) {
        if (!ACCOUNT_NAME.matcher(name).matches() || DIGITS.matcher(name).matches()) {
            throw QueryError.VALIDATION_ERROR.because(
                    "An account name has 3 to 63 lower-case letters, digits and single inner hyphens, and is not 12 digits");
        }
        Account account = new Account(AccountId.random(random), name, false, now);
        return unique("account", name, session -> {
            session.persist(new AccountEntity(account));
            return account;
        });
    }

    /** All accounts by name. */
    public List<Account> list() {
        return database.read(session ->
                session
                        .createSelectionQuery("from AccountEntity order by name", AccountEntity.class)
                        .getResultList()
                        .stream()
                        .map(AccountEntity::account)
                        .toList());
    }

    /**
     * The account of that name or 12-digit id.
     *
     * @throws ApiException NoSuchEntity
     */
    public Account find(String nameOrId) {
        return database.read(session -> find(session, nameOrId));
    }

    /** The account of that id, if there is one. */
    public static Optional<Account> byId(Session session, AccountId id) {
        return Optional.ofNullable(session.find(AccountEntity.class, id.value()))
                .map(AccountEntity::account);
    }

    static Account find(Session session, String nameOrId) {
        return session
                .createSelectionQuery("from AccountEntity where name = :it or id = :it", AccountEntity.class)
                .setParameter("it", nameOrId)
                .getResultList()
                .stream()
                .findFirst()
                .map(AccountEntity::account)
                .orElseThrow(() -> QueryError.NO_SUCH_ENTITY.because("The account " + nameOrId + " cannot be found."));
    }

    /**
     * Deletes an account that owns nothing any more.
     *
     * @throws ApiException NoSuchEntity, or DeleteConflict while it has users, keys or resources
     */
    public Account delete(String nameOrId) {
        try {
            return database.write(session -> {
                Account account = find(session, nameOrId);
                if (account.cloudAdministrator()) {
                    throw QueryError.DELETE_CONFLICT.because(
                            "The account " + account.name() + " administers the cloud and cannot be deleted.");
                }
                session.createMutationQuery("delete from AccountEntity where id = :id")
                        .setParameter("id", account.id().value())
                        .executeUpdate();
                return account;
            });
        } catch (ConstraintViolationException owned) {
            throw new ApiException(
                    QueryError.DELETE_CONFLICT,
                    "The account " + nameOrId + " still has users, access keys or resources; delete those first.",
                    owned);
        }
    }

    /**
     * Makes a user.
     *
     * @throws ApiException NoSuchEntity, ValidationError or EntityAlreadyExists
     */
    public User createUser(String accountNameOrId, String name, String path, Instant now) {
        if (!USER_NAME.matcher(name).matches()) {
            throw QueryError.VALIDATION_ERROR.because(
                    "A user name has 1 to 64 letters, digits and characters of +=,.@_-");
        }
        if (!PATH.matcher(path).matches()) {
            throw QueryError.VALIDATION_ERROR.because("A path is / or begins and ends with /, such as /staff/");
        }
        return unique("user", name, session -> {
            Account account = find(session, accountNameOrId);
            User user = new User(AccessKeys.randomId("AIDA", 17, random), account.id(), name, path, now);
            session.persist(new UserEntity(user));
            return user;
        });
    }

    /** The users of an account by name; the root user is not among them. */
    public List<User> listUsers(String accountNameOrId) {
        return database.read(session -> {
            Account account = find(session, accountNameOrId);
            return session
                    .createSelectionQuery("from UserEntity where accountId = :account order by name", UserEntity.class)
                    .setParameter("account", account.id().value())
                    .getResultList()
                    .stream()
                    .map(UserEntity::user)
                    .toList();
        });
    }

    /**
     * Deletes a user without access keys.
     *
     * @throws ApiException NoSuchEntity or DeleteConflict
     */
    public User deleteUser(String accountNameOrId, String name) {
        return database.write(session -> {
            User user = findUser(session, find(session, accountNameOrId), name);
            if (!AccessKeys.of(session, user.id()).isEmpty()) {
                throw QueryError.DELETE_CONFLICT.because(
                        "Cannot delete entity, must delete access keys first: user " + name);
            }
            session.createMutationQuery("delete from UserEntity where id = :id")
                    .setParameter("id", user.id())
                    .executeUpdate();
            return user;
        });
    }

    static User findUser(Session session, Account account, String name) {
        return session
                .createSelectionQuery("from UserEntity where accountId = :account and name = :name", UserEntity.class)
                .setParameter("account", account.id().value())
                .setParameter("name", name)
                .getResultList()
                .stream()
                .findFirst()
                .map(UserEntity::user)
                .orElseThrow(() -> QueryError.NO_SUCH_ENTITY.because(
                        "The user with name " + name + " cannot be found in account " + account.name() + "."));
    }

    private <T> T unique(String what, String name, Function<Session, T> work) {
        try {
            return database.write(session -> {
                T result = work.apply(session);
                session.flush();
                return result;
            });
        } catch (ConstraintViolationException taken) {
            String constraint = Conflicts.violatedConstraint(taken);
            if (constraint != null && constraint.contains("name_once")) {
                throw new ApiException(
                        QueryError.ENTITY_ALREADY_EXISTS, "The " + what + " " + name + " already exists.", taken);
            }
            throw taken;
        }
    }
}
