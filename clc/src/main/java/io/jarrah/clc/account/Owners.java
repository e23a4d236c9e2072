package io.jarrah.clc.account;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.hibernate.Session;

/** Whose a resource is, in the words of Describe actions: an account's id, "self", or "amazon". Good for one transaction. */
public final class Owners {
    private static final String ADMINISTRATOR_ALIAS = "amazon";
    private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");

    private final Session session;
    private final Map<AccountId, Optional<String>> aliases = new HashMap<>();

    /** Looks accounts up there. */
    public Owners(Session session) {
        this.session = session;
    }

    /** What the account is called beside its id: "amazon" when it is the cloud administrator's, who is to this cloud what Amazon is to its own. */
    public Optional<String> alias(AccountId owner) {
        return aliases.computeIfAbsent(owner, id -> Accounts.byId(session, id)
                .filter(Account::cloudAdministrator)
                .map(account -> ADMINISTRATOR_ALIAS));
    }

    /**
     * Whether an owner, with the alias that {@link #alias} has, is one of those that the request names, or it names none.
     *
     * @throws ApiException InvalidParameterValue when it names what cannot be an owner
     */
    public static BiPredicate<AccountId, Optional<String>> oneOf(CallContext context, List<String> named) {
        if (named.isEmpty()) {
            return (owner, alias) -> true;
        }
        Set<AccountId> accounts = new HashSet<>();
        Set<String> aliases = new HashSet<>();
        for (String name : named) {
            switch (name) {
                case "self" -> accounts.add(context.account());
                case ADMINISTRATOR_ALIAS, "aws-marketplace", "aws-backup-vault" -> aliases.add(name);
                default -> accounts.add(accountId(name));
            }
        }
        return (owner, alias) ->
                accounts.contains(owner) || alias.filter(aliases::contains).isPresent();
    }

    /**
     * The account with that id, whether there is one or not.
     *
     * @throws ApiException InvalidParameterValue when it has not the form of one
     */
    public static AccountId accountId(String text) {
        if (!ACCOUNT_ID.matcher(text).matches()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value for a parameter that names an owner or user is invalid: an account id has 12 digits");
        }
        return new AccountId(text);
    }
}
