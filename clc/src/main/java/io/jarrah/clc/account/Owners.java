package io.jarrah.clc.account;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.common.id.AccountId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * Whether that owner is one of those that the request names, or it names none.
     *
     * @param alias as {@link #alias} has it
     * @throws ApiException InvalidParameterValue for what cannot be an owner
     */
    public static boolean isOneOf(
            CallContext context, List<String> named, AccountId owner, Optional<String> alias) {
        return named.isEmpty()
                || named.stream().anyMatch(name -> switch (name) {
                    case "self" -> owner.equals(context.account());
                    case "amazon", "aws-marketplace", "aws-backup-vault" -> alias.equals(Optional.of(name));
                    default -> owner.equals(accountId(name));
                });
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
