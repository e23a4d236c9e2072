package io.jarrah.clc.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.ProcessCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security groups through aws of both generations and boto3. One that is not installed is skipped, saying so. */
class SecurityGroupClientsIT {
    private static World world;
    private static NewAccessKey alice;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        world = new World(state);
        alice = world.key("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    /** Version 2 of Debian, version 1 of the Python environment. */
    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/aws", "/root/.pyenv/shims/aws"})
    void awsCommandLine(String program) {
        requireProgram(Path.of(program));
        String id = aws(
                program,
                "create-security-group",
                "--group-name",
                "cli" + program.replace('/', '-'),
                "--description",
                "by the command line",
                "--query",
                "GroupId");
        assertThat(aws(
                        program,
                        "authorize-security-group-ingress",
                        "--group-id",
                        id,
                        "--protocol",
                        "tcp",
                        "--port",
                        "0-22",
                        "--cidr",
                        "203.0.113.9/24",
                        "--query",
                        "SecurityGroupRules[].[FromPort,ToPort,CidrIpv4]"))
                .isEqualTo("0\t22\t203.0.113.0/24");
        aws(
                program,
                "authorize-security-group-ingress",
                "--group-id",
                id,
                "--protocol",
                "icmp",
                "--port",
                "8",
                "--source-group",
                id);
        assertThat(aws(
                        program,
                        "describe-security-groups",
                        "--filters",
                        "Name=ip-permission.protocol,Values=icmp",
                        "Name=group-id,Values=" + id,
                        "--query",
                        "SecurityGroups[].IpPermissions[].IpProtocol"))
                .isEqualTo("icmp\ttcp");
        aws(program, "revoke-security-group-egress", "--group-id", id, "--protocol", "-1", "--cidr", "0.0.0.0/0");
        putAnInstanceInAndOut(program, id);
        aws(program, "delete-security-group", "--group-id", id);
    }

    private static void putAnInstanceInAndOut(String program, String id) {
        aws(program, "modify-instance-attribute", "--instance-id", world.instance, "--groups", id);
        assertThat(aws(
                        program,
                        "describe-instances",
                        "--filters",
                        "Name=instance.group-id,Values=" + id,
                        "--query",
                        "Reservations[].Instances[].InstanceId"))
                .isEqualTo(world.instance);
        CommandResult refused = run(command(program, "delete-security-group", "--group-id", id));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.stderr()).contains("(DependencyViolation)");
        String other = aws(
                program,
                "describe-security-groups",
                "--group-names",
                "default",
                "--query",
                "SecurityGroups[0].GroupId");
        aws(program, "modify-instance-attribute", "--instance-id", world.instance, "--groups", other);
    }

    @Test
    void boto3(@TempDir Path work) throws Exception {
        Path python = Path.of("/root/.pyenv/shims/python3");
        requireProgram(python);
        Path script = work.resolve("check.py");
        Files.writeString(script, """
            import boto3, sys
            from botocore.exceptions import ClientError
            ec2 = boto3.client('ec2', endpoint_url=sys.argv[1])
            group = boto3.resource('ec2', endpoint_url=sys.argv[1]).create_security_group(
                GroupName='boto', Description='by boto3')
            group.authorize_ingress(IpProtocol='tcp', FromPort=80, ToPort=80, CidrIp='0.0.0.0/0')
            group.reload()
            print(group.ip_permissions[0]['FromPort'], len(group.ip_permissions_egress))
            rules = [r for page in ec2.get_paginator('describe_security_group_rules').paginate(
                         Filters=[{'Name': 'group-id', 'Values': [group.id]}], PaginationConfig={'PageSize': 5})
                     for r in page['SecurityGroupRules']]
            print(sorted(r['IsEgress'] for r in rules))
            group.revoke_ingress(IpPermissions=group.ip_permissions)
            group.reload()
            print(group.ip_permissions)
            try:
                ec2.revoke_security_group_egress(GroupId=group.id, IpPermissions=[
                    {'IpProtocol': '-1', 'FromPort': 0, 'ToPort': 0, 'Ipv6Ranges': [{'CidrIpv6': '::/0'}]}])
            except ClientError as e:
                print(e.response['Error']['Code'])
            group.delete()
            """);
        CommandResult result = run(environment(
                List.of(python.toString(), script.toString(), world.api.uri().toString())));
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines())
                .containsExactly("80 1", "[False, True]", "[]", "InvalidPermission.NotFound");
    }

    private static String aws(String program, String... arguments) {
        CommandResult result = run(command(program, arguments));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout().strip();
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program, "--endpoint-url", world.api.uri().toString(), "--output", "text", "ec2"));
        command.addAll(List.of(arguments));
        return environment(command);
    }

    private static List<String> environment(List<String> command) {
        return Stream.concat(
                        Stream.of(
                                "/usr/bin/env",
                                "AWS_ACCESS_KEY_ID=" + alice.key().id(),
                                "AWS_SECRET_ACCESS_KEY=" + alice.secret(),
                                "AWS_DEFAULT_REGION=us-east-1",
                                "AWS_EC2_METADATA_DISABLED=true",
                                "AWS_MAX_ATTEMPTS=1",
                                "AWS_PAGER=",
                                "AWS_CONFIG_FILE=/dev/null",
                                "AWS_SHARED_CREDENTIALS_FILE=/dev/null"),
                        command.stream())
                .toList();
    }

    private static CommandResult run(List<String> command) {
        return new ProcessCommandRunner()
                .run(new Command(command, Duration.ofMinutes(2), Optional.empty(), Set.of(0, 1, 2, 252, 254, 255)));
    }

    private static void requireProgram(Path program) {
        if (!Files.isExecutable(program)) {
            System.out.println("SKIPPED: " + program + " is not installed here");
        }
        assumeTrue(Files.isExecutable(program), program + " is not installed here");
    }
}
