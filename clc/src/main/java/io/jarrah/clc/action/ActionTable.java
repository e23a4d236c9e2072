package io.jarrah.clc.action;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The actions of one API, one line each. Routing is a look-up here and nothing else. */
public final class ActionTable {
    private final Api api;
    private final Map<String, Action<?, ?>> actions;
    private final Predicate<String> known;

    private ActionTable(Api api, Map<String, Action<?, ?>> actions, Predicate<String> known) {
        this.api = api;
        this.actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
        this.known = known;
    }

    /** An empty table of that API. */
    public static Builder of(Api api) {
        return new Builder(api);
    }

    /** The API whose actions these are. */
    public Api api() {
        return api;
    }

    /** All lines, in the order they were added. */
    public Collection<Action<?, ?>> actions() {
        return actions.values();
    }

    /**
     * The action of that name.
     *
     * @throws ApiException UnsupportedOperation for an action of Amazon's that Jarrah does not serve, InvalidAction for any other name
     */
    public Action<?, ?> find(String name) {
        Action<?, ?> action = actions.get(name);
        if (action != null) {
            return action;
        }
        boolean ec2 = api == Api.EC2;
        if (known.test(name)) {
            throw new ApiException(
                    ec2 ? Ec2Error.UNSUPPORTED_OPERATION : QueryError.UNSUPPORTED_OPERATION,
                    "The action " + name + " is not served by this cloud.");
        }
        throw new ApiException(
                ec2 ? Ec2Error.INVALID_ACTION : QueryError.INVALID_ACTION,
                "The action " + printable(name) + " is not valid for this web service.");
    }

    private static String printable(String name) {
        String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return shown.replaceAll("[^\\x20-\\x7e…]", "?");
    }

    /** Collects the lines; feature packages add theirs. */
    public static final class Builder {
        private final Api api;
        private final Map<String, Action<?, ?>> actions = new LinkedHashMap<>();

        private Builder(Api api) {
            this.api = api;
        }

        /** Serves an action whose access is checked on the whole account (Describe actions, mostly). */
        public <Q, R> Builder serve(String name, Class<Q> request, Operation<? super Q, ? extends R> operation) {
            return serve(name, request, operation, Access.toAccount(api));
        }

        /** Serves an action whose access is checked on the resources it names. */
        public <Q, R> Builder serve(
                String name, Class<Q> request, Operation<? super Q, ? extends R> operation, Access<Q> access) {
            if (actions.put(name, new Action<Q, R>(name, api, request, operation, access)) != null) {
                throw new IllegalArgumentException(name + " is in the table of " + api + " already");
            }
            return this;
        }

        /** The table. {@code known} tells which further names are Amazon's. */
        public ActionTable build(Predicate<String> known) {
            return new ActionTable(api, actions, known);
        }
    }
}
