"""Asks the small cloud and its oracle the same calls and says where they differ.

Usage: differ.py CASES DEVIATIONS ANSWERS. The oracle is moto in this process; ANSWERS is the program that
answers a JSON line each. A difference that DEVIATIONS explains is counted; any other ends the run with 1.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import tomllib

import boto3
import botocore.exceptions
from moto import mock_aws

ACCOUNT, REGION = "123456789012", "eu-west-1"
# What chance or a clock decides: compared by its kind alone.
IDS = re.compile(
    r"\b(acl|aclassoc|eipalloc|eipassoc|eni|igw|nat|rtb|rtbassoc|sg|sgr|subnet|vpce|vpc-cidr-assoc|vpc)-[0-9a-f]{8,17}\b"
)
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|A[RI][OD]A[0-9A-Z]{12,17}")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
CLOCKS = {"creationTime", "lastIngestionTime", "firstEventTimestamp", "lastEventTimestamp"}
PUBLIC = {"PublicIp", "PublicIpAddress", "CarrierIp"}


def plain(value, name=""):
    """The value without what chance, a clock or a form of writing decides."""
    if isinstance(value, dict):
        return {key: plain(inner, key) for key, inner in value.items() if key != "ResponseMetadata"}
    if isinstance(value, (list, tuple)):
        return sorted((plain(inner, name) for inner in value), key=lambda one: json.dumps(one, sort_keys=True))
    if isinstance(value, datetime.datetime) or name in CLOCKS:
        return "<time>"
    if name in PUBLIC:
        return "<address>"
    if isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    if text.startswith("{") and text.endswith("}"):
        try:
            return json.dumps(json.loads(text), sort_keys=True)
        except ValueError:
            pass
    if TIMES.match(text):
        return "<time>"
    return UUIDS.sub("<id>", IDS.sub(r"\1-<id>", text))


def filled(value, kept):
    if isinstance(value, dict):
        return {key: filled(inner, kept) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, kept) for inner in value]
    if isinstance(value, str):
        for name, found in kept.items():
            value = value.replace("{" + name + "}", found)
    return value


def at(value, path):
    for name in path.split("."):
        while isinstance(value, list):
            value = value[0] if value else None
        value = (value or {}).get(name)
    return value


class Ours:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def call(self, name, given):
        answer = self.ask({"account": ACCOUNT, "region": REGION, "call": name, "with": given})
        return ("refused", answer["code"]) if "code" in answer else ("answered", answer["answer"])


class Oracle:
    def __init__(self):
        self.clients = {}

    def call(self, name, given):
        service, operation = name.split(":")
        client = self.clients.get(service)
        if client is None:
            client = self.clients[service] = boto3.client(service, region_name=REGION)
        try:
            return ("answered", client._make_api_call(operation, given))
        except botocore.exceptions.ClientError as error:
            return ("refused", error.response["Error"]["Code"])
        except Exception as error:  # A crash of the oracle is an answer about the oracle.
            return ("refused", "crashed: " + type(error).__name__)


def differences(ours, theirs, path=""):
    """Paths at which two plain values differ, each with what stands there."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            inner = f"{path}.{name}" if path else name
            if name not in theirs:
                if ours[name] not in ([], {}, "", False):
                    yield inner, ours[name], None
            elif name not in ours:
                if theirs[name] not in ([], {}, "", False):
                    yield inner, None, theirs[name]
            else:
                yield from differences(ours[name], theirs[name], inner)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for one, other in zip(ours, theirs):
            yield from differences(one, other, path)
    elif ours != theirs:
        yield path, ours, theirs


def run(case, ours, oracle):
    """Every difference of a case: the call, the path (empty for another outcome), ours and theirs."""
    ours.ask({"new": True})
    kept = {"ours": {"account": ACCOUNT}, "theirs": {"account": ACCOUNT}}
    for number, step in enumerate(case["steps"], 1):
        if "wait" in step:
            ours.ask(step)
            continue
        name, given = step["call"], step.get("with", {})
        mine = ours.call(name, filled(given, kept["ours"]))
        other = oracle.call(name, filled(given, kept["theirs"]))
        for side, (kind, answer) in (("ours", mine), ("theirs", other)):
            for word, path in step.get("keep", {}).items():
                kept[side][word] = at(answer, path) or "" if kind == "answered" else ""
        if mine[0] == other[0] == "answered":
            for path, one, two in differences(plain(mine[1]), plain(other[1])):
                yield number, name, path, one, two
        elif mine != other:
            shown = [answer if kind == "refused" else "answered" for kind, answer in (mine, other)]
            yield number, name, "", shown[0], shown[1]
        else:
            continue


def main(cases, deviations, program):
    cases = tomllib.load(open(cases, "rb"))["case"]
    known = tomllib.load(open(deviations, "rb")).get("deviation", [])
    used, calls, differing, unexplained = set(), 0, set(), []
    ours = Ours(program)
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION=REGION)
    for case in cases:
        calls += sum("call" in step for step in case["steps"])
        with mock_aws():
            for number, name, path, one, two in run(case, ours, Oracle()):
                differing.add((case["name"], number))
                fits = lambda row: (
                    re.fullmatch(row["call"], name)
                    and re.fullmatch(row.get("path", ""), path)
                    and row.get("ours", one) == one
                    and row.get("moto", two) == two
                    and row.get("case", case["name"]) == case["name"]
                )
                found = [at for at, row in enumerate(known) if fits(row)]
                used.update(found)
                if not found:
                    unexplained.append((case["name"], number, name, path, one, two))
    for case, number, name, path, one, two in unexplained:
        print(f"unexplained: {case}, step {number}, {name} {path or 'outcome'}: ours {one!r}, moto {two!r}")
    for at_row, row in enumerate(known):
        if at_row not in used:
            print(f"explains nothing: {row}")
    bad = len({(case, number) for case, number, *_ in unexplained})
    print(
        f"{calls} calls in {len(cases)} cases: {calls - len(differing)} equal, {len(differing) - bad} explained, "
        f"{bad} unexplained ({100 * bad / calls:.1f} %)"
    )
    return 1 if unexplained or len(used) < len(known) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
