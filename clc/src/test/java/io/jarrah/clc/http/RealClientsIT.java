package io.jarrah.clc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.instancetype.op.DescribeInstanceTypes;
import io.jarrah.clc.testing.TestingApi;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.ProcessCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
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
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;

/** The clients users have: aws of both generations, boto3, and OpenSSH for the keys. One that is not installed is skipped, saying so. */
class RealClientsIT {
    @TempDir
    private static Path work;

    private static TestingApi api;
    private static NewAccessKey alice;

    @BeforeAll
    static void start() throws Exception {
        TestingApi.Parts types = new TestingApi.Parts(
                List.of(),
                database -> List.of(),
                (wiring, table) -> table.serve(
                        "DescribeInstanceTypes",
                        DescribeInstanceTypesRequest.class,
                        new DescribeInstanceTypes(wiring.database(), wiring.instanceTypes(), wiring.pages(), false)));
        api = TestingApi.start(Files.createDirectory(work.resolve("state")), types, Clock.systemUTC());
        alice = api.keyOf("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
    }

    /** Version 2 of Debian, version 1 of the Python environment. */
    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/aws", "/root/.pyenv/shims/aws"})
    void awsCommandLine(String program) {
        requireProgram(Path.of(program));
        String name = "cli" + program.replace('/', '-');
        assertThat(aws(program, "sts", "get-caller-identity", "--query", "Account"))
                .isEqualTo(TestingCalls.ALICE.value());
        assertThat(aws(program, "ec2", "describe-availability-zones", "--query", "AvailabilityZones[0].ZoneName"))
                .isEqualTo(TestingApi.ZONE);
        String id = aws(
                program,
                "ec2",
                "create-key-pair",
                "--key-name",
                name,
                "--key-type",
                "ed25519",
                "--tag-specifications",
                "ResourceType=key-pair,Tags=[{Key=who,Value=" + name + "}]",
                "--query",
                "KeyPairId");
        assertThat(aws(
                        program,
                        "ec2",
                        "describe-tags",
                        "--filters",
                        "Name=tag:who,Values=" + name,
                        "--query",
                        "Tags[].ResourceId"))
                .isEqualTo(id);
        assertThat(aws(
                                program,
                                "ec2",
                                "describe-instance-types",
                                "--page-size",
                                "5",
                                "--query",
                                "InstanceTypes[].InstanceType")
                        .split("\\s+"))
                .hasSizeGreaterThan(5)
                .doesNotHaveDuplicates();
        CommandResult refused = run(environment(List.of(
                program,
                "--endpoint-url",
                api.uri().toString(),
                "ec2",
                "describe-key-pairs",
                "--key-names",
                "nobody's")));
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.stderr()).contains("(InvalidKeyPair.NotFound)");
        aws(program, "ec2", "delete-key-pair", "--key-name", name);
    }

    @Test
    void boto3() throws Exception {
        Path python = Path.of("/root/.pyenv/shims/python3");
        requireProgram(python);
        Path script = work.resolve("check.py");
        Files.writeString(script, """
            import boto3, sys
            from botocore.exceptions import ClientError
            url = sys.argv[1]
            ec2 = boto3.client('ec2', endpoint_url=url)
            sts = boto3.client('sts', endpoint_url=url)
            print(sts.get_caller_identity()['Account'])
            key = ec2.create_key_pair(KeyName='boto')
            ec2.create_tags(Resources=[key['KeyPairId']], Tags=[{'Key': 'a', 'Value': 'b & <c>'}])
            print(ec2.describe_key_pairs(Filters=[{'Name': 'tag:a', 'Values': ['b*']}])['KeyPairs'][0]['Tags'])
            names = [t['InstanceType'] for page in
                     ec2.get_paginator('describe_instance_types').paginate(PaginationConfig={'PageSize': 5})
                     for t in page['InstanceTypes']]
            print(len(names) == len(set(names)) and len(names) > 5)
            try:
                ec2.describe_key_pairs(DryRun=True)
            except ClientError as e:
                print(e.response['Error']['Code'], e.response['ResponseMetadata']['HTTPStatusCode'])
            ec2.delete_key_pair(KeyName='boto')
            """);
        CommandResult result = run(environment(
                List.of(python.toString(), script.toString(), api.uri().toString())));
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines())
                .containsExactly(
                        TestingCalls.ALICE.value(),
                        "[{'Key': 'a', 'Value': 'b & <c>'}]",
                        "True",
                        "DryRunOperation 412");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ed25519"})
    void openSshReadsThePrivateKeys(String type) throws Exception {
        Path keygen = Path.of("/usr/bin/ssh-keygen");
        requireProgram(keygen);
        try (var ec2 = Clients.ec2(api.uri(), alice)) {
            var created = ec2.createKeyPair(r -> r.keyName("ssh-" + type).keyType(type));
            Path file = work.resolve("key-" + type);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, created.keyMaterial() + "\n");
            String derived = run(List.of(keygen.toString(), "-y", "-f", file.toString()))
                    .stdout()
                    .strip();
            String stored = ec2.describeKeyPairs(r -> r.keyNames("ssh-" + type).includePublicKey(true))
                    .keyPairs()
                    .getFirst()
                    .publicKey();
            assertThat(stored.split(" ", 3)[1]).isEqualTo(derived.split(" ", 3)[1]);
            if (type.equals("ed25519")) {
                String printed = run(List.of(keygen.toString(), "-l", "-f", file.toString()))
                        .stdout()
                        .split(" ", 3)[1];
                assertThat("SHA256:" + created.keyFingerprint()).startsWith(printed);
            } else {
                assertThat(created.keyFingerprint()).isEqualTo(opensslFingerprint(file));
            }
        }
    }

    /** Amazon's recipe for a key made by EC2: openssl pkcs8 -topk8 -outform DER -nocrypt | openssl sha1 -c. */
    private static String opensslFingerprint(Path key) {
        Path der = work.resolve("key.der");
        run(List.of(
                "/usr/bin/openssl",
                "pkcs8",
                "-in",
                key.toString(),
                "-topk8",
                "-nocrypt",
                "-outform",
                "DER",
                "-out",
                der.toString()));
        return run(List.of("/usr/bin/openssl", "sha1", "-c", der.toString()))
                .stdout()
                .strip()
                .replaceFirst(".*= ", "");
    }

    private static String aws(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(program, "--endpoint-url", api.uri().toString(), "--output", "text"));
        command.addAll(List.of(arguments));
        CommandResult result = run(environment(command));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout().strip();
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
