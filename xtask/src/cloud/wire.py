"""The provider's own client as the oracle of the wire: python3 wire.py record|compare CASES RESPONSES.

`record` writes what botocore sends for made-up inputs, with a made-up answer each; our side answers them; `compare`
gives our responses to botocore and holds what it reads against the answer.
"""

import base64
import datetime
import gzip
import io
import json
import random
import sys

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.loaders import Loader

import closure

TURNS = 2
KEY, SECRET = "AKIDLAB", "a secret of this file"
# What the client computes by itself, or changes on its way.
LEFT_OUT = ("ContentLength", "ContentMD5", "UserData", "Expires", "ExpiresString", "ChecksumMode", "SSECustomerKey",
            "SSECustomerKeyMD5", "SSECustomerAlgorithm", "RequestPayer")
# What tells of the machine that recorded; no signature is over it.
UNSIGNED = ("user-agent", "amz-sdk-invocation-id", "amz-sdk-request")
WORDS = ["shop", "a b", "x<y>&z", "caf\u00e9", "50%+5", "\"quoted\"", "[1]", "\u6771\u4eac", "a/b", "k=v;w"]
PLAIN = ["shop", "a-b", "v1.2", "50", "x_y"]


class Raw(io.BytesIO):
    def stream(self, amount=1024, **_):
        while chunk := self.read(amount):
            yield chunk


def formless(shape):
    """A structure without members, or one whose first chance to have one is such: forms cannot write it."""
    return shape.type_name == "structure" and all(formless(member) for member in shape.members.values())


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def shape(self, shape, depth=0, name="", answer=False):
        kind, meta = shape.type_name, shape.metadata
        if kind == "structure":
            made = {}
            for name, member in shape.members.items():
                if name in LEFT_OUT or name.startswith("Checksum") or formless(member):
                    continue
                token = member.metadata.get("idempotencyToken") and not answer
                if name in shape.required_members or token or self.random.random() < (0.7 if depth < 2 else 0.45):
                    made[name] = self.shape(member, depth + 1, name, answer)
            # An empty structure has no form on most wires.
            if not made and shape.members:
                name, member = next(iter(shape.members.items()))
                made[name] = self.shape(member, depth + 1, name, answer)
            return made
        if kind == "list":
            least = max(1, int(meta.get("min", 1)))
            return [self.shape(shape.member, depth + 1, "", answer) for _ in range(least + self.random.randrange(2))]
        if kind == "map":
            keys = shape.key.enum or PLAIN
            return {key: self.shape(shape.value, depth + 1, "", answer) for key in self.random.sample(keys, max(1, int(meta.get("min", 1))))}
        return self.scalar(shape, kind, meta, name)

    def scalar(self, shape, kind, meta, name):
        if kind in ("integer", "long"):
            low = int(meta.get("min", -5 if "min" not in meta else 0))
            return self.random.randint(low, min(int(meta.get("max", low + 90000)), low + 90000))
        if kind in ("float", "double"):
            low = float(meta.get("min", -10))
            return round(self.random.uniform(low, min(float(meta.get("max", low + 100)), low + 100)), 3)
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "timestamp":
            return datetime.datetime.fromtimestamp(self.random.randint(10**9, 2 * 10**9), datetime.timezone.utc)
        if kind == "blob":
            return bytes(self.random.randrange(256) for _ in range(20))
        return self.text(shape, meta, name)

    def text(self, shape, meta, name):
        if getattr(shape, "enum", None):
            return self.random.choice(shape.enum)
        if shape.name == "policyDocumentType":
            return json.dumps({"Statement": [{"Effect": self.random.choice(["Allow", "Deny"]), "Resource": "a+b c"}]})
        if name == "Bucket":
            return "lab-bucket"
        header = shape.serialization.get("location") in ("header", "headers")
        words = PLAIN if header or shape.name in ("MetadataKey", "MetadataValue") else WORDS
        least, most = int(meta.get("min", 1)), int(meta.get("max", 10**6))
        text = self.random.choice(words)
        while len(text) < least:
            text += self.random.choice(words)
        return text[:most].strip() or "x" * least


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def clients():
    """Each service, CloudWatch once in each of its protocols."""
    original = Loader.load_service_model
    for service, names in closure.wanted("crates/cloud/src/model/operations.txt").items():
        protocols = ["smithy-rpc-v2-cbor", "json", "query"] if service == "cloudwatch" else [None]
        for protocol in protocols:
            def load(self, name, type_name, api_version=None, protocol=protocol):
                model = original(self, name, type_name, api_version)
                if protocol and type_name == "service-2":
                    model["metadata"].update(protocol=protocol, protocols=[protocol])
                return model
            Loader.load_service_model = load
            session = botocore.session.Session()
            session.set_credentials(KEY, SECRET)
            config = Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required",
                            response_checksum_validation="when_required", parameter_validation=False,
                            retries={"total_max_attempts": 1})
            client = session.create_client(service, region_name="eu-west-1", config=config,
                                           endpoint_url="http://127.0.0.1:4566")
            yield service, protocol, names, client
    Loader.load_service_model = original


def method(client, name):
    return next(python for python, operation in client.meta.method_to_api_mapping.items() if operation == name)


def typed(shape, value):
    """The input as the client takes it."""
    kind = shape.type_name
    if kind == "structure":
        return {name: typed(shape.members[name], item) for name, item in value.items()}
    if kind == "list":
        return [typed(shape.member, item) for item in value]
    if kind == "map":
        return {key: typed(shape.value, item) for key, item in value.items()}
    return base64.b64decode(value) if kind == "blob" else value


class Stop(Exception):
    pass


def record(cases):
    lines = []
    for service, protocol, names, client in clients():
        for name in names:
            model = client.meta.service_model.operation_model(name)
            for turn in range(TURNS):
                maker = Maker(f"{service} {protocol} {name} {turn}")
                given = maker.shape(model.input_shape) if model.input_shape else {}
                answer = maker.shape(model.output_shape, answer=True) if model.output_shape else {}
                seen = []

                def before_send(request, **_):
                    seen.append(request)
                    raise Stop
                client.meta.events.register("before-send", before_send)
                try:
                    getattr(client, method(client, name))(**given)
                except Stop:
                    pass
                client.meta.events.unregister("before-send", before_send)
                request = seen[-1]
                body = request.body
                body = body.read() if hasattr(body, "read") else body
                body = body.encode() if isinstance(body, str) else body or b""
                path, _, query = request.url.split("127.0.0.1:4566", 1)[1].partition("?")
                headers = [[key, value if isinstance(value, str) else value.decode()]
                           for key, value in request.headers.items() if key.lower() not in UNSIGNED] + [["host", "127.0.0.1:4566"]]
                lines.append({"service": service, "protocol": protocol, "operation": name, "input": plain(given),
                              "answer": plain(answer), "method": request.method, "path": path, "query": query,
                              "headers": headers, "body": base64.b64encode(body).decode()})
    text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in lines).encode()
    open(cases, "wb").write(gzip.compress(text, 9, mtime=0))
    print(f"{len(lines)} requests, {len(text)} bytes")


def decoded(service, value):
    """The client opens the policies that IAM's wire closes."""
    if isinstance(value, dict):
        return {key: decoded(service, json.loads(item) if key.endswith("Document") and service == "iam"
                             and isinstance(item, str) else item) for key, item in value.items()}
    return [decoded(service, item) for item in value] if isinstance(value, list) else value


def compare(cases, responses):
    cases = [json.loads(line) for line in gzip.open(cases)]
    responses = [json.loads(line) for line in gzip.open(responses)]
    assert len(cases) == len(responses), "another number of responses"
    wrong = 0
    by_client = {(service, protocol): client for service, protocol, _, client in clients()}
    for case, response in zip(cases, responses):
        client = by_client[case["service"], case["protocol"]]
        shape = client.meta.service_model.operation_model(case["operation"]).input_shape

        def before_send(request, response=response, **_):
            raw = Raw(base64.b64decode(response["body"]))
            return AWSResponse(request.url, response["status"], dict(response["headers"]), raw)
        client.meta.events.register("before-send", before_send)
        try:
            answer = plain(getattr(client, method(client, case["operation"]))(**(typed(shape, case["input"]) if shape else {})))
        except Exception as error:
            answer = repr(error)
        client.meta.events.unregister("before-send", before_send)
        wanted = decoded(case["service"], case["answer"])
        if isinstance(answer, dict):
            # The client makes these up where the wire has nothing.
            answer = {key: value for key, value in answer.items() if key in wanted or value not in ({}, "")}
        if answer != wanted:
            wrong += 1
            print(f"{case['service']} {case['protocol']} {case['operation']}\n  answered {wanted}\n  read     {answer}")
    print(f"{len(cases)} responses read by the provider's client, {wrong} of them otherwise than answered")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    {"record": record, "compare": compare}[sys.argv[1]](*sys.argv[2:])
