package io.jarrah.clc.filter;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The filters one Describe action understands: name to the values a resource has under that name. A resource passes when, for every filter of the request, one of its values matches one of the filter's.
 *
 * @param <T> what is filtered
 */
public final class Filters<T> {
    private static final int MAX_FILTERS = 50;
    private static final int MAX_VALUES = 200;
    private static final int MAX_VALUE_LENGTH = 1024;

    private final Map<String, Function<T, Collection<String>>> byName;
    private final Optional<Function<T, Map<String, String>>> tags;

    private Filters(
            Map<String, Function<T, Collection<String>>> byName, Optional<Function<T, Map<String, String>>> tags) {
        this.byName = Map.copyOf(byName);
        this.tags = tags;
    }

    /** No filters yet. */
    public static <T> Builder<T> of() {
        return new Builder<>();
    }

    /**
     * The request's filters as one predicate.
     *
     * @throws ApiException InvalidParameterValue for an unknown filter, FilterLimitExceeded for too many
     */
    public Predicate<T> compile(List<Filter> filters) {
        if (filters.size() > MAX_FILTERS) {
            throw Ec2Error.FILTER_LIMIT_EXCEEDED.because("The maximum number of filters is " + MAX_FILTERS + ".");
        }
        List<Predicate<T>> all = new ArrayList<>();
        for (Filter filter : filters) {
            all.add(compile(filter));
        }
        return item -> all.stream().allMatch(predicate -> predicate.test(item));
    }

    /** Those of the items that pass the request's filters, in their order. */
    public List<T> apply(List<Filter> filters, Collection<T> items) {
        Predicate<T> predicate = compile(filters);
        return items.stream().filter(predicate).toList();
    }

    private Predicate<T> compile(Filter filter) {
        String name = filter.name();
        if (name == null || name.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain the parameter Filter.Name");
        }
        Function<T, Collection<String>> values = valuesOf(name);
        if (filter.values().isEmpty()) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("The filter '" + name + "' has no values");
        }
        if (filter.values().size() > MAX_VALUES) {
            throw Ec2Error.FILTER_LIMIT_EXCEEDED.because("The maximum number of filter values is " + MAX_VALUES + ".");
        }
        List<Predicate<String>> patterns = new ArrayList<>();
        for (String value : filter.values()) {
            if (value.length() > MAX_VALUE_LENGTH) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "A value of the filter '" + name + "' is longer than " + MAX_VALUE_LENGTH + " characters");
            }
            patterns.add(Glob.compile(value));
        }
        return item -> values.apply(item).stream()
                .anyMatch(value -> patterns.stream().anyMatch(pattern -> pattern.test(value)));
    }

    private Function<T, Collection<String>> valuesOf(String name) {
        Function<T, Collection<String>> plain = byName.get(name);
        if (plain != null) {
            return plain;
        }
        if (tags.isPresent()) {
            Function<T, Map<String, String>> tagsOf = tags.get();
            if (name.equals("tag-key")) {
                return item -> tagsOf.apply(item).keySet();
            }
            if (name.equals("tag-value")) {
                return item -> tagsOf.apply(item).values();
            }
            if (name.startsWith("tag:")) {
                String key = name.substring("tag:".length());
                return item -> Optional.ofNullable(tagsOf.apply(item).get(key))
                        .map(List::of)
                        .orElse(List.of());
            }
        }
        throw Ec2Error.INVALID_PARAMETER_VALUE.because("The filter '" + name + "' is invalid");
    }

    /** Collects the filters of one action. */
    public static final class Builder<T> {
        private final Map<String, Function<T, Collection<String>>> byName = new LinkedHashMap<>();
        private Optional<Function<T, Map<String, String>>> tags = Optional.empty();

        private Builder() {}

        /** A filter on a property every item has. */
        public Builder<T> text(String name, Function<T, String> value) {
            return texts(name, item -> List.of(value.apply(item)));
        }

        /** A filter on a property an item may lack; without it, it matches nothing. */
        public Builder<T> optional(String name, Function<T, Optional<String>> value) {
            return texts(name, item -> value.apply(item).map(List::of).orElse(List.of()));
        }

        /** A filter on a property of which an item has several values. */
        public Builder<T> texts(String name, Function<T, Collection<String>> values) {
            if (byName.put(name, values) != null) {
                throw new IllegalArgumentException("filter " + name + " is there already");
            }
            return this;
        }

        /** The filters {@code tag:KEY}, {@code tag-key} and {@code tag-value}. */
        public Builder<T> tags(Function<T, Map<String, String>> tagsOf) {
            tags = Optional.of(tagsOf);
            return this;
        }

        /** The filters, ready. */
        public Filters<T> build() {
            return new Filters<>(byName, tags);
        }
    }
}
