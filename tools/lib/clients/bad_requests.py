"""Wrong requests to EC2 and S3 of run/cloud/jarrahrc: each must get exactly Amazon's status and error code.

usage: bad_requests.py IMAGE
"""
import base64
import datetime
import http.client
import os
import re
import sys
import urllib.parse

import botocore.session
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

EC2 = os.environ["AWS_ENDPOINT_URL_EC2"]
S3 = os.environ["AWS_ENDPOINT_URL_S3"]
REGION = os.environ["AWS_DEFAULT_REGION"]
KEY, SECRET = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
BUCKET = f"bad-requests-{os.getpid()}"
failures = []
tried = 0


def send(method, url, headers, body):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    target = parts.path + ("?" + parts.query if parts.query else "")
    connection.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


def signed(service, method, url, body=b"", headers=None, key=KEY, secret=SECRET, skew=0):
    """Signs with a clock that is SKEW minutes off."""
    request = AWSRequest(method=method, url=url, data=body, headers=headers or {})
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(Credentials(key, secret), service, REGION)
    Clock.minutes = skew
    signer.add_auth(request)
    return send(method, url, dict(request.headers), body)


class Clock(datetime.datetime):
    """botocore signs with datetime.utcnow, or in newer versions get_current_datetime."""

    minutes = 0

    @classmethod
    def utcnow(cls):
        return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(minutes=cls.minutes)


def wind_clock():
    import botocore.auth

    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: Clock.utcnow()
    else:
        botocore.auth.datetime.datetime = Clock


def expect(what, answer, status, code):
    global tried
    tried += 1
    got = re.search(r"<Code>([^<]*)</Code>", answer[1])
    got = (answer[0], got.group(1) if got else answer[1][:100])
    if got != (status, code) or "root:" in answer[1]:
        failures.append(f"{what}: expected {status} {code}, got {got[0]} {got[1]}")


def expect_or_closed(what, url, status, code):
    """The service closes with most of it unread; the reset may overtake the answer on its way through the proxy. A refused connect fails."""
    global tried
    try:
        answer = send("GET", url, {}, b"")
    except (ConnectionResetError, BrokenPipeError):
        tried += 1
    else:
        expect(what, answer, status, code)


def ec2(parameters, **options):
    body = urllib.parse.urlencode({"Version": "2016-11-15", **parameters}).encode()
    return signed("ec2", "POST", EC2 + "/", body, {"Content-Type": "application/x-www-form-urlencoded"}, **options)


def run(image, **parameters):
    return ec2({"Action": "RunInstances", "ImageId": image, "MinCount": 1, "MaxCount": 1, **parameters})


def s3(method, path, body=b"", **options):
    return signed("s3", method, S3 + path, body, **options)


def strangers():
    listing = {"Action": "DescribeInstances"}
    expect("EC2, wrong secret", ec2(listing, secret="x" * 40), 401, "AuthFailure")
    expect("EC2, unknown key", ec2(listing, key="AKIA0000000000000000"), 401, "AuthFailure")
    expect("S3, wrong secret", s3("GET", "/", secret="x" * 40), 403, "SignatureDoesNotMatch")
    expect("S3, unknown key", s3("GET", "/", key="AKIA0000000000000000"), 403, "InvalidAccessKeyId")
    for skew in (-20, 20):
        expect(f"EC2, clock {skew} min", ec2(listing, skew=skew), 400, "RequestExpired")
        expect(f"S3, clock {skew} min", s3("GET", "/", skew=skew), 403, "RequestTimeTooSkewed")
    expect("EC2, unsigned", send("GET", EC2 + "/?Action=DescribeInstances", {}, b""), 403, "MissingAuthenticationToken")
    expect("S3, unsigned", send("GET", S3 + "/", {}, b""), 403, "AccessDenied")


def launches(image):
    expect("unknown image", run("ami-0123456789abcdef0"), 400, "InvalidAMIID.NotFound")
    expect("malformed image", run("nonsense; rm -rf /"), 400, "InvalidAMIID.Malformed")
    expect("count 0", run(image, MinCount=0, MaxCount=0), 400, "InvalidParameterValue")
    expect("count -1", run(image, MinCount=-1), 400, "InvalidParameterValue")
    expect("count backwards", run(image, MinCount=3, MaxCount=2), 400, "InvalidParameterCombination")
    expect("a million", run(image, MinCount=10**6, MaxCount=10**6), 400, "InstanceLimitExceeded")
    expect("beyond 32 bits", run(image, MinCount=10**12, MaxCount=10**12), 400, "InvalidParameterValue")
    data = base64.b64encode(os.urandom(64 << 10)).decode()
    expect("64 KiB of user data", run(image, UserData=data), 400, "InvalidParameterValue")
    expect("user data that is no base64", run(image, UserData="%%%"), 400, "InvalidUserData.Malformed")
    expect("unknown type", run(image, InstanceType="m1.\0huge"), 400, "InvalidParameterValue")
    expect("unknown key pair", run(image, KeyName="no/such"), 400, "InvalidKeyPair.NotFound")
    expect("unknown action", ec2({"Action": "Frobnicate"}), 400, "InvalidAction")
    expect("a form of 2 MiB", ec2({"Action": "DescribeInstances", "X": "x" * (2 << 20)}), 413, "RequestEntityTooLarge")
    expect_or_closed("1 MiB query to EC2", f"{EC2}/?Action={'a' * (1 << 20)}", 414, "RequestUriTooLong")
    expect_or_closed("1 MiB query to S3", f"{S3}/?prefix={'a' * (1 << 20)}", 400, "RequestHeaderSectionTooLarge")


def doctypes():
    """Document types that must not be read, and what to put where text goes."""
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    yield "billion laughs", f'<!DOCTYPE d [<!ENTITY l0 "ha">{entities}]>', "&l9;"
    yield "quadratic", f'<!DOCTYPE d [<!ENTITY q "{"a" * 4000}">]>', "&q;" * 1000
    yield "file entity", '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;"
    yield "external DTD", '<!DOCTYPE d SYSTEM "file:///etc/passwd">', "a"


def bombs():
    assert s3("PUT", f"/{BUCKET}")[0] == 200
    status, text = s3("POST", f"/{BUCKET}/object?uploads=")
    assert status == 200, text
    upload = re.search("<UploadId>([^<]+)", text).group(1)
    for what, doctype, text in doctypes():
        for kind, method, path, document in (
            ("CreateBucket", "PUT", f"/{BUCKET}-more", f"<CreateBucketConfiguration><LocationConstraint>{text}</LocationConstraint></CreateBucketConfiguration>"),
            ("DeleteObjects", "POST", f"/{BUCKET}?delete=", f"<Delete><Object><Key>{text}</Key></Object></Delete>"),
            ("CompleteMultipartUpload", "POST", f"/{BUCKET}/object?uploadId={upload}", f"<CompleteMultipartUpload><Part><ETag>{text}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>"),
        ):
            expect(f"{what} to {kind}", s3(method, path, f'<?xml version="1.0"?>{doctype}{document}'.encode()), 400, "MalformedXML")
        expect(f"{what} to EC2", signed("ec2", "POST", EC2 + "/", f"{doctype}<a>{text}</a>".encode(), {"Content-Type": "text/xml"}), 400, "MissingAction")
    assert s3("DELETE", f"/{BUCKET}/object?uploadId={upload}")[0] == 204
    assert s3("DELETE", f"/{BUCKET}")[0] == 204


wind_clock()
strangers()
launches(sys.argv[1])
bombs()
print(f"{tried} wrong requests, {len(failures)} wrong answers")
print("\n".join(failures))
sys.exit(1 if failures else 0)
