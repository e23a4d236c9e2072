package io.jarrah.clc.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.testing.TestingCalls;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionTableTest {
    private final ActionTable table = ActionTable.of(Api.EC2)
            .serve("Echo", String.class, (context, text) -> context.account() + " " + text)
            .serve(
                    "Touch",
                    String.class,
                    (context, id) -> id,
                    Access.to((context, id) -> List.of(context.ec2Arn("thing", id))))
            .build(Set.of("RunInstances")::contains);

    @Test
    void findsAndExecutes() {
        CallContext alice = TestingCalls.by(TestingCalls.ALICE, "Echo");
        Action<?, ?> echo = table.find("Echo");
        assertThat(echo.execute(alice, "hello")).isEqualTo("111122223333 hello");
        assertThat(echo.policyName()).isEqualTo("ec2:Echo");
        assertThat(echo.resources(alice, "hello")).containsExactly("arn:aws:ec2:us-east-1:111122223333:*");
        assertThat(table.find("Touch").resources(alice, "t-1"))
                .containsExactly("arn:aws:ec2:us-east-1:111122223333:thing/t-1");
    }

    @Test
    void namesItDoesNotServe() {
        assertThatThrownBy(() -> table.find("RunInstances"))
                .extracting("error")
                .isEqualTo(Ec2Error.UNSUPPORTED_OPERATION);
        assertThatThrownBy(() -> table.find("RunInstance\n" + "x".repeat(100)))
                .hasMessageMatching("The action RunInstance\\?x{68}… is not valid for this web service.")
                .extracting("error")
                .isEqualTo(Ec2Error.INVALID_ACTION);
    }

    @Test
    void everyErrorCodeIsThereOnce() {
        assertThat(Arrays.stream(Ec2Error.values()).map(Ec2Error::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(QueryError.values()).map(QueryError::code)).doesNotHaveDuplicates();
    }
}
