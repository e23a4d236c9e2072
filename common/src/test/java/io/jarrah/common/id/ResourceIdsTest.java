package io.jarrah.common.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIdsTest {
    @Test
    void randomIdsHaveTheLongForm() {
        assertThat(InstanceId.random(new Random(1)).value()).matches("i-[0-9a-f]{17}");
        assertThat(ImageId.random(ImageId.Kind.AKI, new Random(1)).kind()).isEqualTo(ImageId.Kind.AKI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "i-",
                "i-0123456789ABCDEF0",
                "i-0123456789abcdef",
                "i-0123456789abcdef01",
                "r-0123456789abcdef0"
            })
    void anythingElseIsRefused(String value) {
        assertThatThrownBy(() -> new InstanceId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAccountHasTwelveDigitsAndNoLeadingZero() {
        assertThat(AccountId.random(new Random(1)).value()).matches("[1-9][0-9]{11}");
        assertThatThrownBy(() -> new AccountId("12345678901")).isInstanceOf(IllegalArgumentException.class);
    }
}
