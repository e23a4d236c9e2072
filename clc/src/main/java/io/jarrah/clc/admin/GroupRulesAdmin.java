package io.jarrah.clc.admin;

import io.jarrah.clc.account.Account;
import io.jarrah.clc.account.Accounts;
import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.securitygroup.op.RuleTexts;
import org.jspecify.annotations.Nullable;

/** Rules of security groups as text in the admin API: what Wakame-vdc's groups were, taken over and given back. */
public final class GroupRulesAdmin {
    /** ExportSecurityGroupRules; the group is named by id or name, and what may reach its members is meant unless egress is true. */
    public record Export(
            @Nullable String account,
            @Nullable String group,
            @Nullable Boolean egress) {}

    /** ImportSecurityGroupRules. */
    public record Import(
            @Nullable String account,
            @Nullable String group,
            @Nullable Boolean egress,
            @Nullable String rules) {}

    /** Answer of ExportSecurityGroupRules. */
    public record Exported(String account, String groupId, String groupName, boolean egress, String rules) {}

    /** Answer of ImportSecurityGroupRules. */
    public record Imported(
            String account, String groupId, String groupName, boolean egress, int added, int removed, int unchanged) {}

    private final Accounts accounts;
    private final RuleTexts texts;

    public GroupRulesAdmin(Accounts accounts, RuleTexts texts) {
        this.accounts = accounts;
        this.texts = texts;
    }

    /** Adds the actions. */
    public void addTo(ActionTable.Builder admin) {
        admin.serve("ExportSecurityGroupRules", Export.class, this::export, Access.toCloud(Api.ADMIN))
                .serve("ImportSecurityGroupRules", Import.class, this::importRules, Access.toCloud(Api.ADMIN));
    }

    private Exported export(CallContext context, Export request) {
        Account owner = accounts.find(Fields.required("account", request.account()));
        boolean egress = Boolean.TRUE.equals(request.egress());
        RuleTexts.Exported exported = texts.export(
                context.onBehalfOf(owner.id(), owner.name()), Fields.required("group", request.group()), egress);
        return new Exported(owner.id().value(), exported.group().value(), exported.name(), egress, exported.rules());
    }

    private Imported importRules(CallContext context, Import request) {
        Account owner = accounts.find(Fields.required("account", request.account()));
        boolean egress = Boolean.TRUE.equals(request.egress());
        if (request.rules() == null) {
            throw QueryError.VALIDATION_ERROR.because("The request must have \"rules\"; an empty text takes all away");
        }
        RuleTexts.Imported done = texts.importRules(
                context.onBehalfOf(owner.id(), owner.name()),
                Fields.required("group", request.group()),
                egress,
                request.rules());
        return new Imported(
                owner.id().value(),
                done.group().value(),
                done.name(),
                egress,
                done.added(),
                done.removed(),
                done.unchanged());
    }
}
