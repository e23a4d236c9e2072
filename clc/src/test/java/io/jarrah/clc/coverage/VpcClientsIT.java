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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the aws command line and boto3 make of the default VPC and of metadata options. One that is not installed is skipped, saying so. */
class VpcClientsIT {
    private static final Path AWS = Path.of("/usr/bin/aws");
    private static final Path PYTHON = Path.of("/root/.pyenv/shims/python3");

    @TempDir
    private static Path work;

    private static World world;
    private static NewAccessKey alice;

    @BeforeAll
    static void start() throws Exception {
        world = new World(Files.createDirectory(work.resolve("state")));
        alice = world.key("alice");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    @Test
    void awsLaunchesIntoTheDefaultSubnet() {
        requireProgram(AWS);
        String subnet = ec2(
                "describe-subnets",
                "--filters",
                "Name=default-for-az,Values=true",
                "--query",
                "Subnets[0].[SubnetId,CidrBlock,MapPublicIpOnLaunch]");
        assertThat(subnet).matches("subnet-[0-9a-f]{17}\\s172\\.16\\.0\\.0/21\\sTrue");
        String id = subnet.substring(0, subnet.indexOf('\t'));
        String launched = ec2(
                "run-instances",
                "--image-id",
                world.image,
                "--subnet-id",
                id,
                "--private-ip-address",
                "172.16.1.77",
                "--query",
                "Instances[0].[SubnetId,PrivateIpAddress,NetworkInterfaces[0].Attachment.DeviceIndex]");
        assertThat(launched).isEqualTo(id + "\t172.16.1.77\t0");
        String inInterface = ec2(
                "run-instances",
                "--image-id",
                world.image,
                "--network-interfaces",
                "DeviceIndex=0,SubnetId=" + id + ",PrivateIpAddress=172.16.1.78,DeleteOnTermination=true",
                "--query",
                "Instances[0].NetworkInterfaces[0].[PrivateIpAddress,Status]");
        assertThat(inInterface).isEqualTo("172.16.1.78\tin-use");
        CommandResult refused = run(List.of(
                AWS.toString(),
                "--endpoint-url",
                world.api.uri().toString(),
                "ec2",
                "run-instances",
                "--image-id",
                world.image,
                "--subnet-id",
                id,
                "--private-ip-address",
                "172.16.1.78"));
        assertThat(refused.stderr()).contains("(InvalidIPAddress.InUse)");
    }

    @Test
    void awsAndBoto3ChangeMetadataOptions() throws Exception {
        requireProgram(AWS);
        requireProgram(PYTHON);
        assertThat(ec2(
                        "modify-instance-metadata-options",
                        "--instance-id",
                        world.instance,
                        "--http-tokens",
                        "required",
                        "--http-put-response-hop-limit",
                        "2",
                        "--query",
                        "InstanceMetadataOptions.[State,HttpTokens,HttpPutResponseHopLimit,HttpEndpoint]"))
                .isEqualTo("pending\trequired\t2\tenabled");
        assertThat(ec2(
                        "run-instances",
                        "--image-id",
                        world.image,
                        "--metadata-options",
                        "HttpTokens=required,HttpPutResponseHopLimit=3,InstanceMetadataTags=enabled",
                        "--query",
                        "Instances[0].MetadataOptions.[HttpTokens,HttpPutResponseHopLimit,InstanceMetadataTags]"))
                .isEqualTo("required\t3\tenabled");
        Path script = work.resolve("metadata.py");
        Files.writeString(script, """
            import boto3, sys
            from botocore.exceptions import ClientError
            ec2 = boto3.client('ec2', endpoint_url=sys.argv[1], region_name='us-east-1')
            found = ec2.describe_instances(InstanceIds=[sys.argv[2]])['Reservations'][0]['Instances'][0]['MetadataOptions']
            print(found['HttpTokens'], found['HttpPutResponseHopLimit'])
            try:
                ec2.modify_instance_metadata_options(InstanceId=sys.argv[2], HttpPutResponseHopLimit=65)
            except ClientError as e:
                print(e.response['Error']['Code'])
            """);
        CommandResult result = run(
                List.of(PYTHON.toString(), script.toString(), world.api.uri().toString(), world.instance));
        assertThat(result.stdout().lines()).as(result.stderr()).containsExactly("required 2", "InvalidParameterValue");
    }

    @Test
    void boto3LooksAtAllOfIt() throws Exception {
        requireProgram(PYTHON);
        Path script = work.resolve("vpc.py");
        Files.writeString(script, """
            import boto3, sys
            ec2 = boto3.resource('ec2', endpoint_url=sys.argv[1], region_name='us-east-1')
            vpc = list(ec2.vpcs.filter(Filters=[{'Name': 'is-default', 'Values': ['true']}]))[0]
            print(vpc.is_default, vpc.cidr_block_association_set[0]['CidrBlockState']['State'])
            print(vpc.describe_attribute(Attribute='enableDnsSupport')['EnableDnsSupport']['Value'])
            print([s.default_for_az for s in vpc.subnets.all()])
            print(sorted(r.destination_cidr_block for t in vpc.route_tables.all() for r in t.routes))
            print([g.attachments[0]['VpcId'] == vpc.id for g in vpc.internet_gateways.all()])
            print([len(a.entries) for a in vpc.network_acls.all()])
            print(vpc.dhcp_options.dhcp_configurations[0]['Values'])
            instance = ec2.Instance(sys.argv[2])
            print(instance.vpc_id == vpc.id, instance.network_interfaces[0].private_ip_address == instance.private_ip_address)
            print(sys.argv[2] in [i.id for i in vpc.instances.all()])
            """);
        CommandResult result = run(
                List.of(PYTHON.toString(), script.toString(), world.api.uri().toString(), world.instance));
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines())
                .containsExactly(
                        "True associated",
                        "True",
                        "[True]",
                        "['0.0.0.0/0', '172.16.0.0/12']",
                        "[True]",
                        "[4]",
                        "[{'Value': 'ec2.internal'}]",
                        "True True",
                        "True");
    }

    private static String ec2(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(AWS.toString(), "--endpoint-url", world.api.uri().toString(), "--output", "text", "ec2"));
        command.addAll(List.of(arguments));
        CommandResult result = run(command);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout().strip();
    }

    private static CommandResult run(List<String> command) {
        List<String> whole = new ArrayList<>(List.of(
                "/usr/bin/env",
                "AWS_ACCESS_KEY_ID=" + alice.key().id(),
                "AWS_SECRET_ACCESS_KEY=" + alice.secret(),
                "AWS_DEFAULT_REGION=us-east-1",
                "AWS_EC2_METADATA_DISABLED=true",
                "AWS_MAX_ATTEMPTS=1",
                "AWS_PAGER=",
                "AWS_CONFIG_FILE=/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE=/dev/null"));
        whole.addAll(command);
        return new ProcessCommandRunner()
                .run(new Command(whole, Duration.ofMinutes(2), Optional.empty(), Set.of(0, 1, 2, 252, 254, 255)));
    }

    private static void requireProgram(Path program) {
        if (!Files.isExecutable(program)) {
            System.out.println("SKIPPED: " + program + " is not installed here");
        }
        assumeTrue(Files.isExecutable(program), program + " is not installed here");
    }
}
