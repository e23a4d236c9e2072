package io.jarrah.common.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.id.AccountId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {
    private static final AccountId ACCOUNT = new AccountId("123456789012");
    private static final VerifiedPrincipal ALICE = new VerifiedPrincipal(
            ACCOUNT, "acme", "AIDAEXAMPLE", "alice", "arn:aws:iam::123456789012:user/alice", false);

    @Test
    void nobodyAllowsMeansNo() {
        assertThat(PolicyDecision.decide(request("ec2:RunInstances", "arn:aws:ec2:r:123456789012:*"), List.of()))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void theOwnAccountPolicyStopsAtTheAccount() {
        List<Policy> policies = List.of(Policy.ownAccount(ACCOUNT));
        assertThat(PolicyDecision.decide(request("ec2:RunInstances", "arn:aws:ec2:r:123456789012:*"), policies))
                .isEqualTo(Decision.ALLOW);
        assertThat(PolicyDecision.decide(request("ec2:RunInstances", "arn:aws:ec2:r:210987654321:*"), policies))
                .isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(PolicyDecision.decide(request("jarrah-admin:CreateAccount", "arn:aws:jarrah-admin:r::*"), policies))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void imagesAreOfNoAccountInArns() {
        List<Policy> policies = List.of(Policy.ownAccount(ACCOUNT));
        assertThat(PolicyDecision.decide(request("ec2:RunInstances", "arn:aws:ec2:r::image/emi-1"), policies))
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void aDenialOutweighsEveryAllowance() {
        Policy deny = new Policy("no-terminate", List.of(Statement.deny(List.of("EC2:terminate*"), List.of("*"))));
        List<Policy> policies = List.of(Policy.cloudAdministrator(), deny);
        assertThat(PolicyDecision.decide(request("ec2:TerminateInstances", "arn:x"), policies))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(PolicyDecision.decide(request("ec2:RunInstances", "arn:x"), policies)
                        .allowed())
                .isTrue();
    }

    @Test
    void conditionsAllHaveToHold() {
        Statement statement = new Statement(
                Statement.Effect.ALLOW,
                List.of("*"),
                List.of("*"),
                List.of(
                        new Condition(Condition.Operator.STRING_LIKE, "ec2:InstanceType", List.of("m1.*", "t?.nano")),
                        new Condition(Condition.Operator.STRING_NOT_EQUALS, "aws:Tag", List.of("prod")),
                        new Condition(Condition.Operator.BOOL, "aws:SecureTransport", List.of("true"))));
        List<Policy> policies = List.of(new Policy("p", List.of(statement)));
        Map<String, List<String>> good =
                Map.of("ec2:instancetype", List.of("t3.nano"), "aws:securetransport", List.of("TRUE"));
        Map<String, List<String>> bad = Map.of(
                "ec2:instancetype", List.of("t3.nano"),
                "aws:securetransport", List.of("TRUE"),
                "aws:tag", List.of("prod"));
        assertThat(PolicyDecision.decide(new AccessRequest(ALICE, "a:b", "r", good), policies))
                .isEqualTo(Decision.ALLOW);
        assertThat(PolicyDecision.decide(new AccessRequest(ALICE, "a:b", "r", bad), policies))
                .isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(PolicyDecision.decide(new AccessRequest(ALICE, "a:b", "r", Map.of()), policies))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void wildcards() {
        assertThat(Wildcards.matches("a*b*c", "a1b2b3c")).isTrue();
        assertThat(Wildcards.matches("a?c", "ac")).isFalse();
        assertThat(Wildcards.matches("**", "")).isTrue();
        assertThat(Wildcards.matches("", "x")).isFalse();
        assertThat(Wildcards.matches("*a".repeat(2000), "a".repeat(1000) + "b")).isFalse();
    }

    private static AccessRequest request(String action, String resource) {
        return AccessRequest.of(ALICE, action, resource);
    }
}
