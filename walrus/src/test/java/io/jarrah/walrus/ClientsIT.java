package io.jarrah.walrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walrus as the command line clients and boto3 see it, unmodified. */
class ClientsIT {
    private static final int BIG = 20 << 20;

    @TempDir
    static Path directory;

    private static WalrusFixture fixture;
    private static Commands commands;
    private static Path big;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WalrusFixture(directory.resolve("walrus"));
        commands = new Commands(directory, fixture.uri().toString(), WalrusFixture.ANN);
        byte[] content = new byte[BIG + 17];
        new Random(1).nextBytes(content);
        big = Files.write(directory.resolve("big.bin"), content);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/aws", "/root/.pyenv/shims/aws"})
    void awsCli(String candidate) throws Exception {
        AwsCli aws = new AwsCli(Commands.program("awscli", candidate, "/usr/bin/aws"));
        String bucket = "cli-" + Integer.toHexString(candidate.hashCode());
        aws.run("s3", "mb", "s3://" + bucket);
        aws.run("s3", "cp", big.toString(), "s3://" + bucket + "/dir/big file.bin");
        assertThat(aws.run("s3", "ls", "--recursive", "s3://" + bucket)).contains("dir/big file.bin");
        assertThat(aws.run("s3", "ls", "s3://" + bucket)).contains("PRE dir/");
        Path back = directory.resolve(bucket + ".back");
        aws.run("s3", "cp", "s3://" + bucket + "/dir/big file.bin", back.toString());
        assertThat(Files.mismatch(big, back)).isEqualTo(-1);
        aws.run("s3", "cp", "s3://" + bucket + "/dir/big file.bin", "s3://" + bucket + "/copy.bin");
        aws.run("s3", "mv", "s3://" + bucket + "/copy.bin", "s3://" + bucket + "/moved.bin");
        Path second = directory.resolve(bucket + ".second");
        aws.run("s3", "cp", "s3://" + bucket + "/moved.bin", second.toString());
        assertThat(Files.mismatch(big, second)).isEqualTo(-1);
        Path small = Files.writeString(directory.resolve("small.txt"), "hello");
        aws.run("s3api", "put-object", "--bucket", bucket, "--key", "s", "--body", small.toString());
        assertThat(aws.run("s3api", "head-object", "--bucket", bucket, "--key", "s"))
                .contains("5d41402abc4b2a76b9719d911017c592");
        assertThat(aws.run("s3api", "get-bucket-acl", "--bucket", bucket)).contains("FULL_CONTROL");
        assertThat(aws.attempt("s3api", "get-bucket-policy", "--bucket", bucket).output())
                .contains("NoSuchBucketPolicy");
        Path tree = Files.createDirectories(directory.resolve(bucket + ".tree/a/b"));
        Files.writeString(tree.resolve("ünï.txt"), "x");
        Files.writeString(tree.resolve("plus+percent%.txt"), "y");
        aws.run("s3", "sync", directory.resolve(bucket + ".tree").toString(), "s3://" + bucket + "/tree");
        Path treeBack = directory.resolve(bucket + ".treeback");
        aws.run("s3", "sync", "s3://" + bucket + "/tree", treeBack.toString());
        assertThat(treeBack.resolve("a/b/plus+percent%.txt")).hasContent("y");
        String url = aws.run("s3", "presign", "s3://" + bucket + "/s").strip();
        assertThat(commands.run(Commands.program("curl", "/usr/bin/curl"), "-sf", url))
                .isEqualTo("hello");
        aws.run("s3", "rb", "--force", "s3://" + bucket);
        assertThat(aws.run("s3", "ls")).doesNotContain(bucket);
    }

    @Test
    void boto3() throws Exception {
        String python = Commands.program("python3-boto3", "/root/.pyenv/shims/python3", "/usr/bin/python3");
        Path script = Files.writeString(directory.resolve("boto.py"), """
                import boto3, io, urllib.request
                from boto3.s3.transfer import TransferConfig
                from botocore.config import Config
                from botocore.exceptions import ClientError
                c = boto3.client('s3')
                c.create_bucket(Bucket='boto')
                data = open('big.bin', 'rb').read()
                for name in ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']:
                    try:
                        c.put_object(Bucket='boto', Key=name, Body=data[:100000], ChecksumAlgorithm=name)
                    except Exception as e:
                        if 'botocore[crt]' not in str(e): raise
                        continue
                    got = c.get_object(Bucket='boto', Key=name, ChecksumMode='ENABLED')
                    assert got['Body'].read() == data[:100000]
                    assert got['Checksum' + name], got
                c.upload_file('big.bin', 'boto', 'big', Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
                out = io.BytesIO()
                c.download_fileobj('boto', 'big', out)
                assert out.getvalue() == data
                assert c.head_object(Bucket='boto', Key='big')['ETag'].endswith('-5"')
                c.put_object(Bucket='boto', Key='sub/é', Body=b'x', Metadata={'k': 'v'})
                assert c.head_object(Bucket='boto', Key='sub/é')['Metadata'] == {'k': 'v'}
                keys = [o['Key'] for p in c.get_paginator('list_objects_v2').paginate(Bucket='boto', PaginationConfig={'PageSize': 2}) for o in p.get('Contents', [])]
                assert 'sub/é' in keys and 'big' in keys, keys
                keys1 = [o['Key'] for p in c.get_paginator('list_objects').paginate(Bucket='boto', PaginationConfig={'PageSize': 2}) for o in p.get('Contents', [])]
                assert keys1 == keys, (keys, keys1)
                url = c.generate_presigned_url('get_object', Params={'Bucket': 'boto', 'Key': 'sub/é'}, ExpiresIn=60)
                assert urllib.request.urlopen(url).read() == b'x'
                v2 = boto3.client('s3', config=Config(signature_version='s3'))
                v2.put_object(Bucket='boto', Key='v2', Body=b'signed by v2')
                assert v2.get_object(Bucket='boto', Key='v2')['Body'].read() == b'signed by v2'
                v2u = v2.generate_presigned_url('get_object', Params={'Bucket': 'boto', 'Key': 'v2', 'ResponseContentType': 'a/b'}, ExpiresIn=60)
                r = urllib.request.urlopen(v2u)
                assert r.read() == b'signed by v2' and r.headers['Content-Type'] == 'a/b'
                try:
                    c.get_object(Bucket='boto', Key='none')
                    raise SystemExit('no error')
                except c.exceptions.NoSuchKey:
                    pass
                b = boto3.resource('s3').Bucket('boto')
                b.objects.all().delete()
                b.delete()
                print('all well')
                """);
        assertThat(commands.run(python, script.toString())).contains("all well");
    }

    @Test
    void s3cmd() throws Exception {
        String s3cmd = Commands.program("s3cmd", "/usr/bin/s3cmd");
        String host = fixture.uri().getAuthority();
        for (String version : new String[] {"False", "True"}) {
            Path config = Files.writeString(directory.resolve("s3cfg-" + version), """
                    [default]
                    access_key = %s
                    secret_key = %s
                    host_base = %s
                    host_bucket = %s
                    use_https = False
                    signature_v2 = %s
                    multipart_chunk_size_mb = 5
                    """.formatted(
                            WalrusFixture.ANN, WalrusFixture.secret(WalrusFixture.ANN), host, host, version));
            String c = "--config=" + config;
            String bucket = "s3://s3cmd-v2-" + version.toLowerCase(java.util.Locale.ROOT);
            commands.run(s3cmd, c, "mb", bucket);
            commands.run(s3cmd, c, "put", big.toString(), bucket + "/dir/big ü+%.bin");
            assertThat(commands.run(s3cmd, c, "ls", bucket + "/dir/")).contains("big ü+%.bin");
            Path back = directory.resolve("s3cmd-back-" + version);
            commands.run(s3cmd, c, "get", bucket + "/dir/big ü+%.bin", back.toString());
            assertThat(Files.mismatch(big, back)).isEqualTo(-1);
            assertThat(commands.run(s3cmd, c, "info", bucket + "/dir/big ü+%.bin"))
                    .contains("File size");
            assertThat(commands.run(s3cmd, c, "info", bucket)).contains("Location");
            commands.run(s3cmd, c, "cp", bucket + "/dir/big ü+%.bin", bucket + "/copy");
            assertThat(commands.run(s3cmd, c, "ls", bucket)).contains("copy").contains("DIR");
            commands.run(s3cmd, c, "rm", "--recursive", "--force", bucket);
            commands.run(s3cmd, c, "rb", bucket);
        }
    }

    /** Every call names the endpoint, as version 2 before 2.13 does not know AWS_ENDPOINT_URL. */
    private record AwsCli(String program) {
        String run(String... words) throws Exception {
            return commands.run(argv(words));
        }

        Commands.Outcome attempt(String... words) throws Exception {
            return commands.attempt(argv(words));
        }

        private String[] argv(String... words) {
            return Stream.concat(Stream.of(program, "--endpoint-url", commands.endpoint()), Stream.of(words))
                    .toArray(String[]::new);
        }
    }
}
