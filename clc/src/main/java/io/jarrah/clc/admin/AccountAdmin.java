package io.jarrah.clc.admin;

import io.jarrah.clc.account.AccessKey;
import io.jarrah.clc.account.AccessKeys;
import io.jarrah.clc.account.Account;
import io.jarrah.clc.account.Accounts;
import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.account.User;
import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts, users and access keys in the admin API. An account may be named by its name or its id. */
public final class AccountAdmin {
    /** CreateAccount. */
    public record CreateAccount(@Nullable String name) {}

    /** A request without members. */
    public record Nothing() {}

    /** DeleteAccount, ListUsers, ListAccessKeys. */
    public record OfAccount(@Nullable String account) {}

    /** CreateUser; the path is / unless given. */
    public record CreateUser(
            @Nullable String account,
            @Nullable String name,
            @Nullable String path) {}

    /** DeleteUser. */
    public record OfUser(@Nullable String account, @Nullable String name) {}

    /** CreateAccessKey; the root user's unless a user is named. */
    public record CreateKey(
            @Nullable String account, @Nullable String user) {}

    /** DeleteAccessKey. */
    public record DeleteKey(@Nullable String accessKeyId) {}

    /** An account in an answer. */
    public record AccountView(String id, String name, boolean cloudAdministrator, Instant created) {
        static AccountView of(Account account) {
            return new AccountView(
                    account.id().value(), account.name(), account.cloudAdministrator(), account.created());
        }
    }

    /** A user in an answer. */
    public record UserView(String id, String account, String name, String path, String arn, Instant created) {
        static UserView of(User user) {
            return new UserView(
                    user.id(), user.account().value(), user.name(), user.path(), user.arn(), user.created());
        }
    }

    /** An access key in an answer; the secret only when it was made just now. */
    public record KeyView(
            String accessKeyId,
            String account,
            String user,
            boolean active,
            Instant created,
            Optional<String> secretAccessKey) {
        static KeyView of(AccessKey key) {
            return new KeyView(
                    key.id(), key.account().value(), key.userName(), key.active(), key.created(), Optional.empty());
        }

        static KeyView of(NewAccessKey made) {
            KeyView key = of(made.key());
            return new KeyView(
                    key.accessKeyId, key.account, key.user, key.active, key.created, Optional.of(made.secret()));
        }

        @Override
        public String toString() {
            return "access key " + accessKeyId;
        }
    }

    /** Answers of the List actions. */
    public record AccountList(List<AccountView> accounts) {}

    /** Answer of ListUsers. */
    public record UserList(List<UserView> users) {}

    /** Answer of ListAccessKeys. */
    public record KeyList(List<KeyView> accessKeys) {}

    private final Accounts accounts;
    private final AccessKeys keys;

    public AccountAdmin(Accounts accounts, AccessKeys keys) {
        this.accounts = accounts;
        this.keys = keys;
    }

    /** Adds the actions. */
    public void addTo(ActionTable.Builder admin) {
        serve(
                admin,
                "CreateAccount",
                CreateAccount.class,
                (context, request) ->
                        AccountView.of(accounts.create(Fields.required("name", request.name()), context.now())));
        serve(
                admin,
                "ListAccounts",
                Nothing.class,
                (context, request) -> new AccountList(
                        accounts.list().stream().map(AccountView::of).toList()));
        serve(
                admin,
                "DeleteAccount",
                OfAccount.class,
                (context, request) -> AccountView.of(accounts.delete(Fields.required("account", request.account()))));
        serve(admin, "CreateUser", CreateUser.class, this::createUser);
        serve(
                admin,
                "ListUsers",
                OfAccount.class,
                (context, request) ->
                        new UserList(accounts.listUsers(Fields.required("account", request.account())).stream()
                                .map(UserView::of)
                                .toList()));
        serve(
                admin,
                "DeleteUser",
                OfUser.class,
                (context, request) -> UserView.of(accounts.deleteUser(
                        Fields.required("account", request.account()), Fields.required("name", request.name()))));
        serve(
                admin,
                "CreateAccessKey",
                CreateKey.class,
                (context, request) -> KeyView.of(keys.create(
                        Fields.required("account", request.account()),
                        Optional.ofNullable(request.user()),
                        context.now())));
        serve(
                admin,
                "ListAccessKeys",
                OfAccount.class,
                (context, request) -> new KeyList(keys.list(Fields.required("account", request.account())).stream()
                        .map(KeyView::of)
                        .toList()));
        serve(
                admin,
                "DeleteAccessKey",
                DeleteKey.class,
                (context, request) -> KeyView.of(keys.delete(Fields.required("accessKeyId", request.accessKeyId()))));
    }

    private UserView createUser(CallContext context, CreateUser request) {
        String path = request.path() == null || request.path().isEmpty() ? "/" : request.path();
        return UserView.of(accounts.createUser(
                Fields.required("account", request.account()),
                Fields.required("name", request.name()),
                path,
                context.now()));
    }

    private static <Q, R> void serve(ActionTable.Builder admin, String name, Class<Q> type, Operation<Q, R> operation) {
        admin.serve(name, type, operation, Access.toCloud(Api.ADMIN));
    }
}
