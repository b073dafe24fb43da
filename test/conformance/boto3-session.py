"""What a person with boto3 does in the sample company, step by step. Prints one JSON object: step -> answer, or how it was refused.

    /usr/bin/python3 boto3-session.py <endpoint of the range>

Debian's boto3 is of December 2022: it shares no code with the range, and is older than the SDK that the range reads its shapes from.
"""
import base64
import datetime
import hashlib
import json
import sys
import time
import urllib.error
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.eventstream
import botocore.exceptions

ENDPOINT = sys.argv[1]
WORKLOAD = "111122223333"
ADMIN, HUB, CRM, EVIDENCE = "NORTHBANK-ADMIN", "NORTHBANK-SECURITY-CORDON-HUB", "NORTHBANK-CRM", "NORTHBANK-EVIDENCE-ADMIN"
steps = {}


def client(service, key=ADMIN, secret="x", token=None, **config):
    settings = botocore.config.Config(retries={"max_attempts": 1}, signature_version=config.pop("signature", None), **config)
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name="eu-west-1", aws_access_key_id=key,
        aws_secret_access_key=secret, aws_session_token=token, config=settings)


def step(run):
    """Every step stands for itself: one that fails does not stop the next."""
    try:
        steps[run.__name__] = run()
    except botocore.exceptions.ClientError as error:
        steps[run.__name__] = {"failed": str(error)}
    except Exception as error:  # whatever it is, the test shall show it
        steps[run.__name__] = {"failed": f"{type(error).__name__}: {error}"}
    return run


def refusal(call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "not refused"


def eventually(ask, seconds=10):
    until = time.time() + seconds
    while time.time() < until:
        found = ask()
        if found:
            return found
        time.sleep(0.2)
    return None


@step
def who_am_i():
    return client("sts").get_caller_identity()["Arn"]


@step
def describe_endpoint():
    found = client("sagemaker").describe_endpoint(EndpointName="fraud-scorer")
    variant = found["ProductionVariants"][0]
    return {
        "status": found["EndpointStatus"], "config": found["EndpointConfigName"], "variant": variant["VariantName"],
        "instances": variant["CurrentInstanceCount"], "time": isinstance(found["CreationTime"], datetime.datetime)}


@step
def paginate_endpoints():
    pages = list(client("sagemaker").get_paginator("list_endpoints").paginate(PaginationConfig={"PageSize": 2}))
    names = [endpoint["EndpointName"] for page in pages for endpoint in page["Endpoints"]]
    return {"pages": len(pages) > 1, "unique": len(names) == len(set(names)), "has": "fraud-scorer" in names}


@step
def tags():
    sagemaker = client("sagemaker")
    arn = f"arn:aws:sagemaker:eu-west-1:{WORKLOAD}:endpoint/churn"
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "by", "Value": "böto 3"}])
    pages = sagemaker.get_paginator("list_tags").paginate(ResourceArn=arn)
    found = [tag["Value"] for page in pages for tag in page["Tags"] if tag["Key"] == "by"]
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["by"])
    return found


@step
def update_and_wait():
    sagemaker = client("sagemaker")
    sagemaker.update_endpoint(EndpointName="fraud-scorer", EndpointConfigName="fraud-cfg-6", RetainAllVariantProperties=True)
    during = sagemaker.describe_endpoint(EndpointName="fraud-scorer")["EndpointStatus"]
    again = refusal(sagemaker.update_endpoint, EndpointName="fraud-scorer", EndpointConfigName="fraud-cfg-6")
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="fraud-scorer", WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    after = sagemaker.describe_endpoint(EndpointName="fraud-scorer")
    return {"during": during, "again": again, "after": after["EndpointStatus"], "config": after["EndpointConfigName"]}


@step
def event_history():
    lookup = {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "UpdateEndpoint"}]}
    events = eventually(lambda: [
        event for page in client("cloudtrail").get_paginator("lookup_events").paginate(**lookup) for event in page["Events"]
        if json.loads(event["CloudTrailEvent"])["userAgent"].startswith("Boto3/")])
    record = json.loads(events[0]["CloudTrailEvent"])
    return {"source": record["eventSource"], "asked": record["requestParameters"]["endpointConfigName"], "key": record["userIdentity"]["accessKeyId"]}


@step
def refusals():
    lax = {"parameter_validation": False}
    return {
        "too long": refusal(client("sagemaker", **lax).describe_endpoint, EndpointName="x" * 64),
        "no enum": refusal(client("sagemaker").list_endpoints, SortBy="Colour"),
        "missing": refusal(client("sagemaker", **lax).describe_endpoint),
        "unknown": refusal(client("sagemaker").list_workteams),
        "no such": refusal(client("sagemaker").describe_endpoint, EndpointName="nobody"),
        "no permission": refusal(client("sagemaker", CRM).describe_endpoint, EndpointName="credit"),
        "query": refusal(client("iam", **lax).get_role, RoleName="x" * 65),
        "no key": refusal(client("sts", "NOBODY").get_caller_identity),
        "no role": refusal(client("iam").get_role, RoleName="nobody"),
        "no object": refusal(client("s3").get_object, Bucket="nb-train", Key="nothing"),
        "no function": refusal(client("lambda").get_function, FunctionName="nobody"),
        "no name of a function": refusal(client("lambda", **lax).get_function, FunctionName="not a name"),
    }


@step
def object_lock():
    s3, bucket = client("s3", HUB), "nb-cordon-evidence"
    until = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
    body = "Beweis é ".encode() * 1000
    put = s3.put_object(Bucket=bucket, Key="boto 3/ü", Body=body, ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=until, Metadata={"case": "7"})
    version = {"Bucket": bucket, "Key": "boto 3/ü", "VersionId": put["VersionId"]}
    owner = client("s3", EVIDENCE)
    owner.put_object_legal_hold(**version, LegalHold={"Status": "ON"})
    got = s3.get_object(Bucket=bucket, Key="boto 3/ü")
    return {
        "same": got["Body"].read() == body, "metadata": got["Metadata"], "hold": owner.get_object_legal_hold(**version)["LegalHold"]["Status"],
        "retention": owner.get_object_retention(**version)["Retention"]["Mode"], "head": s3.head_object(Bucket=bucket, Key="boto 3/ü")["ContentLength"],
        "delete": refusal(owner.delete_object, **version), "shorter": refusal(
            owner.put_object_retention, **version,
            Retention={"Mode": "COMPLIANCE", "RetainUntilDate": datetime.datetime(2027, 1, 1, tzinfo=datetime.timezone.utc)})}


@step
def object_versions():
    s3 = client("s3")
    for content in (b"one", b"two", b"three"):
        s3.put_object(Bucket="nb-train", Key="boto/versions", Body=content)
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket="nb-train", Prefix="boto/versions", PaginationConfig={"PageSize": 2}))
    versions = [version for page in pages for version in page.get("Versions", [])]
    marker = s3.delete_object(Bucket="nb-train", Key="boto/versions")
    return {
        "versions": len(versions), "pages": len(pages), "marker": marker["DeleteMarker"], "gone": refusal(s3.get_object, Bucket="nb-train", Key="boto/versions"),
        "oldest": s3.get_object(Bucket="nb-train", Key="boto/versions", VersionId=versions[-1]["VersionId"])["Body"].read().decode()}


@step
def presigned():
    s3 = client("s3", signature="s3v4")
    s3.put_object(Bucket="nb-train", Key="boto/signed", Body=b"by URL")
    url = s3.generate_presigned_url("get_object", {"Bucket": "nb-train", "Key": "boto/signed"}, ExpiresIn=3600)
    expired = url.replace("X-Amz-Expires=3600", "X-Amz-Expires=604801")
    with urllib.request.urlopen(url) as answer:
        body = answer.read().decode()
    try:
        urllib.request.urlopen(expired)
        status = 200
    except urllib.error.HTTPError as error:
        status = error.code
    return {"body": body, "too long": status}


@step
def sign():
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    key, message = client("kms", EVIDENCE).describe_key(KeyId="alias/cordon-signing")["KeyMetadata"]["Arn"], b"a statement"
    kms, algorithm = client("kms", HUB), "ECDSA_SHA_256"
    signature = kms.sign(KeyId=key, Message=message, MessageType="RAW", SigningAlgorithm=algorithm)["Signature"]
    public = load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])
    public.verify(signature, message, ec.ECDSA(SHA256()))  # throws when it is not so
    digest = {"KeyId": key, "Message": hashlib.sha256(message).digest(), "MessageType": "DIGEST", "SigningAlgorithm": algorithm}
    return {
        "verified": kms.verify(**digest, Signature=signature)["SignatureValid"],
        "another": refusal(kms.verify, KeyId=key, Message=b"another", SigningAlgorithm=algorithm, Signature=signature)}


@step
def deny_by_policy():
    runtime, iam = client("sagemaker-runtime", CRM), client("iam")

    def call():
        return runtime.invoke_endpoint(EndpointName="churn", Body=b"{}", ContentType="application/json")

    before = json.loads(call()["Body"].read())
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}]}
    iam.put_role_policy(RoleName="crm", PolicyName="stop", PolicyDocument=json.dumps(document))
    denied = eventually(lambda: refusal(call) if refusal(call) != "not refused" else None)
    shown = iam.get_role_policy(RoleName="crm", PolicyName="stop")["PolicyDocument"]
    iam.delete_role_policy(RoleName="crm", PolicyName="stop")
    again = eventually(lambda: refusal(call) == "not refused")
    return {"before": sorted(before), "denied": denied, "document": shown == document, "again": again}


@step
def assume_role():
    taken = client("sts", HUB).assume_role(RoleArn=f"arn:aws:iam::{WORKLOAD}:role/cordon-member", RoleSessionName="boto3")["Credentials"]
    keys = (taken["AccessKeyId"], taken["SecretAccessKey"])
    return {
        "arn": client("sts", *keys, taken["SessionToken"]).get_caller_identity()["Arn"],
        "may": client("sagemaker", *keys, taken["SessionToken"]).describe_endpoint(EndpointName="credit")["EndpointStatus"],
        "may not": refusal(client("sagemaker", *keys, taken["SessionToken"]).delete_endpoint, EndpointName="credit"),
        "without token": refusal(client("sts", *keys).get_caller_identity),
        "not trusted": refusal(client("sts", CRM).assume_role, RoleArn=f"arn:aws:iam::{WORKLOAD}:role/cordon-member", RoleSessionName="boto3")}


@step
def event_stream():
    """This boto3 is older than the operation, so the request is made by hand; its decoder of event streams is not."""
    body = json.dumps({"inputs": "hello"}).encode()
    request = botocore.awsrequest.AWSRequest(
        "POST", f"{ENDPOINT}/endpoints/assistant/invocations-response-stream", data=body, headers={"Content-Type": "application/json"})
    credentials = boto3.Session(aws_access_key_id=ADMIN, aws_secret_access_key="x").get_credentials()
    botocore.auth.SigV4Auth(credentials, "sagemaker", "eu-west-1").add_auth(request)
    with urllib.request.urlopen(urllib.request.Request(request.url, body, dict(request.headers), method="POST")) as answer:
        buffer = botocore.eventstream.EventStreamBuffer()
        buffer.add_data(answer.read())
        events = list(buffer)
    kinds = {event.headers[":event-type"] for event in events}
    return {"type": answer.headers["content-type"], "kinds": sorted(kinds), "bytes": sum(len(event.payload) for event in events) > 0}


@step
def metrics():
    """As awsQuery: botocore changed to JSON later."""
    cloudwatch = client("cloudwatch")
    now = datetime.datetime.now(datetime.timezone.utc)
    dimensions = [{"Name": "EndpointName", "Value": "credit"}, {"Name": "VariantName", "Value": "AllTraffic"}]
    got = cloudwatch.get_metric_statistics(
        Namespace="AWS/SageMaker", MetricName="Invocations", Dimensions=dimensions, StartTime=now - datetime.timedelta(minutes=60),
        EndTime=now - datetime.timedelta(minutes=30), Period=3600, Statistics=["Sum"])
    cloudwatch.put_metric_alarm(
        AlarmName="boto3 <&>", Namespace="AWS/SageMaker", MetricName="Invocations", Dimensions=dimensions, Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=0.5, ComparisonOperator="LessThanThreshold")
    alarms = [alarm for page in cloudwatch.get_paginator("describe_alarms").paginate(AlarmNames=["boto3 <&>"]) for alarm in page["MetricAlarms"]]
    cloudwatch.delete_alarms(AlarmNames=["boto3 <&>"])
    return {
        "protocol": cloudwatch.meta.service_model.protocol, "points": len(got["Datapoints"]) > 0, "sum": got["Datapoints"][0]["Sum"] > 0,
        "threshold": [alarm["Threshold"] for alarm in alarms], "wrong": refusal(
            cloudwatch.get_metric_statistics, Namespace="x", MetricName="y", StartTime=now, EndTime=now, Period=60, Statistics=["Sum"])}


@step
def parameters_and_secrets():
    ssm, secrets = client("ssm"), client("secretsmanager")
    for value in ("one", "two"):
        ssm.put_parameter(Name="/boto/3", Value=value, Type="String", Overwrite=True)
    history = [entry["Value"] for page in ssm.get_paginator("get_parameter_history").paginate(Name="/boto/3") for entry in page["Parameters"]]
    made = secrets.create_secret(Name="boto/3", SecretString="s", ClientRequestToken="0" * 32)
    secrets.put_secret_value(SecretId="boto/3", SecretBinary=b"\x00\xff")
    return {
        "history": history, "arn": made["ARN"].startswith("arn:aws:secretsmanager:eu-west-1:"),
        "now": base64.b64encode(secrets.get_secret_value(SecretId="boto/3")["SecretBinary"]).decode(),
        "before": secrets.get_secret_value(SecretId="boto/3", VersionStage="AWSPREVIOUS")["SecretString"],
        "by path": [found["Name"] for page in ssm.get_paginator("get_parameters_by_path").paginate(Path="/boto") for found in page["Parameters"]]}


@step
def rules_and_organisation():
    events, organisation = client("events"), client("organizations", "NORTHBANK-SECURITY-ADMIN")
    events.put_rule(Name="boto3", EventPattern=json.dumps({"source": ["aws.sagemaker"]}))
    put = events.put_events(Entries=[{"Source": "boto3", "DetailType": "said", "Detail": json.dumps({"a": 1})}])
    accounts = refusal(lambda: list(organisation.get_paginator("list_accounts").paginate()))
    return {"state": events.describe_rule(Name="boto3")["State"], "failed": put["FailedEntryCount"], "accounts": accounts}


@step
def waf():
    wafv2 = client("wafv2")
    made = wafv2.create_ip_set(Name="boto3", Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=["192.0.2.0/24"])["Summary"]
    found = wafv2.get_ip_set(Name="boto3", Scope="REGIONAL", Id=made["Id"])
    stale = dict(Name="boto3", Scope="REGIONAL", Id=made["Id"], Addresses=[], LockToken="00000000-0000-0000-0000-000000000000")
    return {"addresses": found["IPSet"]["Addresses"], "stale": refusal(wafv2.update_ip_set, **stale)}


print(json.dumps(steps))
