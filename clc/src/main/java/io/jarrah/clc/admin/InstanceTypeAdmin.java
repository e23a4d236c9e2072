package io.jarrah.clc.admin;

import io.jarrah.clc.action.Access;
import io.jarrah.clc.action.ActionTable;
import io.jarrah.clc.action.Api;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.action.QueryError;
import io.jarrah.clc.instancetype.InstanceType;
import io.jarrah.clc.instancetype.InstanceTypes;
import io.jarrah.common.db.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instance types in the admin API. */
public final class InstanceTypeAdmin {
    /** DefineInstanceType. */
    public record Define(
            @Nullable String name,
            @Nullable Integer vcpus,
            @Nullable Integer memoryMib,
            @Nullable Integer diskGib) {}

    /** ListInstanceTypes. */
    public record Nothing() {}

    /** HideInstanceType. */
    public record Hide(@Nullable String name) {}

    /** Answer of HideInstanceType. */
    public record Hidden(String name) {}

    /** Answer of ListInstanceTypes. */
    public record TypeList(List<InstanceType> instanceTypes) {}

    private final Database database;
    private final InstanceTypes types;

    public InstanceTypeAdmin(Database database, InstanceTypes types) {
        this.database = database;
        this.types = types;
    }

    /** Adds the actions. */
    public void addTo(ActionTable.Builder admin) {
        admin.serve("DefineInstanceType", Define.class, this::define, Access.toCloud(Api.ADMIN))
                .serve(
                        "ListInstanceTypes",
                        Nothing.class,
                        (context, request) -> new TypeList(List.copyOf(database.read(types::all))),
                        Access.toCloud(Api.ADMIN))
                .serve("HideInstanceType", Hide.class, this::hide, Access.toCloud(Api.ADMIN));
    }

    private InstanceType define(CallContext context, Define request) {
        InstanceType type = type(request);
        return database.write(session -> {
            types.define(session, type);
            return type;
        });
    }

    private static InstanceType type(Define request) {
        try {
            return new InstanceType(
                    Fields.required("name", request.name()),
                    Fields.required("vcpus", request.vcpus()),
                    Fields.required("memoryMib", request.memoryMib()),
                    Fields.required("diskGib", request.diskGib()));
        } catch (IllegalArgumentException bad) {
            throw new ApiException(QueryError.VALIDATION_ERROR, String.valueOf(bad.getMessage()), bad);
        }
    }

    private Hidden hide(CallContext context, Hide request) {
        String name = Fields.required("name", request.name());
        boolean hidden = database.write(session -> types.hide(session, name));
        if (!hidden) {
            throw QueryError.NO_SUCH_ENTITY.because("There is no instance type " + name + ".");
        }
        return new Hidden(name);
    }
}
