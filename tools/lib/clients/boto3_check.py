"""boto3 against the cloud of run/cloud/jarrahrc: EC2, STS and S3 as a script would use them."""
import hashlib
import os
import sys

import boto3
from botocore.exceptions import ClientError

instance = sys.argv[1]


def client(service):
    # The endpoint is given for the sake of old versions; new ones take it from the environment.
    return boto3.client(service, endpoint_url=os.environ[f"AWS_ENDPOINT_URL_{service.upper()}"])


ec2, sts, s3 = client("ec2"), client("sts"), client("s3")
identity = sts.get_caller_identity()
assert len(identity["Account"]) == 12, identity

pages = ec2.get_paginator("describe_instances").paginate(PaginationConfig={"PageSize": 5})
ids = [i["InstanceId"] for page in pages for r in page["Reservations"] for i in r["Instances"]]
assert instance in ids and len(ids) == len(set(ids)), ids
types = ec2.describe_instance_types(InstanceTypes=["m1.small"])["InstanceTypes"]
assert types[0]["VCpuInfo"]["DefaultVCpus"] >= 1, types
try:
    ec2.describe_instances(InstanceIds=["i-0123456789abcdef0"])
    raise AssertionError("an unknown instance was described")
except ClientError as e:
    assert e.response["Error"]["Code"] == "InvalidInstanceID.NotFound", e

body = os.urandom(1 << 20)
bucket = f"check-boto3-{os.getpid()}"
s3.create_bucket(Bucket=bucket)
try:
    s3.put_object(Bucket=bucket, Key="a/ü b+c", Body=body, Metadata={"colour": "jarrah"})
    got = s3.get_object(Bucket=bucket, Key="a/ü b+c")
    assert got["Body"].read() == body and got["Metadata"] == {"colour": "jarrah"}
    assert got["ETag"] == '"%s"' % hashlib.md5(body).hexdigest()
    part = s3.get_object(Bucket=bucket, Key="a/ü b+c", Range="bytes=100-199")
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206 and part["Body"].read() == body[100:200]
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="a/")["Contents"]]
    assert keys == ["a/ü b+c"], keys
finally:
    s3.delete_object(Bucket=bucket, Key="a/ü b+c")
    s3.delete_bucket(Bucket=bucket)
print(f"boto3 {boto3.__version__}: account {identity['Account']}, {len(ids)} instances, 1 MiB there and back")
