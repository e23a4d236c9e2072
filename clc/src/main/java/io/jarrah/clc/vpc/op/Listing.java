package io.jarrah.clc.vpc.op;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.CallContext;
import io.jarrah.clc.filter.Filters;
import io.jarrah.clc.filter.Page;
import io.jarrah.clc.filter.Pages;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * What the Describe actions on the objects of a VPC have in common: ids, filters and pages.
 *
 * @param kind what is described
 * @param id the id of one
 * @param filters by what they are filtered
 * @param limits what MaxResults may be
 */
record Listing<T>(VpcObject kind, Function<T, String> id, Filters<T> filters, Pages.Limits limits) {
    /** Of a kind of which there never is one: ids are not found, filters are checked by name, and the page is empty. */
    static Listing<String> ofNothing(VpcObject kind, Pages.Limits limits, List<String> filterNames) {
        Filters.Builder<String> filters = Filters.of();
        filterNames.forEach(name -> filters.texts(name, item -> List.of()));
        return new Listing<>(kind, id -> id, filters.tags(item -> Map.of()).build(), limits);
    }

    /**
     * What a request asks for.
     *
     * @param ids these only; all when there are none
     * @param filters those that pass these only
     */
    record Asked(
            List<String> ids,
            List<Filter> filters,
            @Nullable Integer maxResults,
            @Nullable String nextToken) {}

    /**
     * The page asked for.
     *
     * @param all everything of that kind that the caller's account has
     * @throws ApiException the kind's NotFound or Malformed error, or what {@link Filters} and {@link Pages} refuse
     */
    Page<T> page(Pages pages, CallContext context, List<T> all, Asked asked) {
        List<T> named = all;
        if (!asked.ids().isEmpty()) {
            kind.requireAll(asked.ids(), new HashSet<>(all.stream().map(id).toList()));
            Set<String> wanted = new HashSet<>(asked.ids());
            named = all.stream().filter(item -> wanted.contains(id.apply(item))).toList();
        }
        return pages.page(
                context, filters.apply(asked.filters(), named), id, asked.maxResults(), asked.nextToken(), limits);
    }
}
