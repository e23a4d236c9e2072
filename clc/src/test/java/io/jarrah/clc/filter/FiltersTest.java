package io.jarrah.clc.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Filter;

class FiltersTest {
    private record Thing(String id, Optional<String> address, List<String> groups, Map<String, String> tags) {}

    private static final Filters<Thing> FILTERS = Filters.<Thing>of()
            .text("thing-id", Thing::id)
            .optional("ip-address", Thing::address)
            .texts("group-id", Thing::groups)
            .tags(Thing::tags)
            .build();
    private static final Thing WEB =
            new Thing("t-1", Optional.of("10.0.0.1"), List.of("sg-1", "sg-2"), Map.of("Name", "web", "stage", "prod"));
    private static final Thing DB = new Thing("t-2", Optional.empty(), List.of("sg-2"), Map.of("Name", "db"));

    @Test
    void valuesAreAlternativesAndFiltersAllApply() {
        assertThat(select(filter("thing-id", "t-1", "t-2"))).containsExactly(WEB, DB);
        assertThat(select(filter("group-id", "sg-1"))).containsExactly(WEB);
        assertThat(select(filter("group-id", "sg-2"), filter("thing-id", "t-2")))
                .containsExactly(DB);
        assertThat(select(filter("ip-address", "*"))).containsExactly(WEB);
        assertThat(select()).containsExactly(WEB, DB);
    }

    @Test
    void tags() {
        assertThat(select(filter("tag:Name", "w?b"))).containsExactly(WEB);
        assertThat(select(filter("tag:name", "web"))).isEmpty();
        assertThat(select(filter("tag-key", "stage"))).containsExactly(WEB);
        assertThat(select(filter("tag-value", "d*"))).containsExactly(DB);
    }

    @Test
    void whatIsWrongIsRefused() {
        assertThatThrownBy(() -> select(filter("colour", "red")))
                .isInstanceOf(ApiException.class)
                .hasMessage("The filter 'colour' is invalid")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThatThrownBy(() -> select(filter("thing-id")))
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThatThrownBy(() -> select(Filter.builder().values("x").build()))
                .extracting("error")
                .isEqualTo(Ec2Error.MISSING_PARAMETER);
        String[] many = IntStream.range(0, 201).mapToObj(Integer::toString).toArray(String[]::new);
        assertThatThrownBy(() -> select(filter("thing-id", many)))
                .extracting("error")
                .isEqualTo(Ec2Error.FILTER_LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true", "abc, abcd, false", "a*, a, true", "a*c, abbbc, true", "a*c, abbbd, false",
        "*, anything, true", "a?c, abc, true", "a?c, ac, true", "a?c, abbc, false", "a\\*c, a*c, true",
        "a\\*c, abc, false", "a\\?c, a?c, true", "a\\\\c, a\\c, true", "a\\bc, a\\bc, true", "*a*b*, xxaxxbxx, true"
    })
    void globs(String pattern, String text, boolean expected) {
        assertThat(Glob.compile(pattern).test(text)).isEqualTo(expected);
    }

    @Test
    void aNastyPatternCostsLittle() {
        assertThat(Glob.compile("*a?".repeat(300)).test("b".repeat(255))).isFalse();
    }

    private static List<Thing> select(Filter... filters) {
        return FILTERS.apply(List.of(filters), List.of(WEB, DB));
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
