"""What the original prints for the recorded answers: python3 printed.py CASES PRINTED."""

import argparse
import gzip
import io
import json
import sys

import botocore.session
from awscli.formatter import get_formatter


def opened(shape, value):
    """In the model's order, with times and policies as the command line shows them."""
    kind = shape.type_name
    if kind == "structure":
        return {name: opened(member, value[name]) for name, member in shape.members.items() if name in value}
    if kind == "list":
        return [opened(shape.member, item) for item in value]
    if kind == "map":
        return {key: opened(shape.value, value[key]) for key in sorted(value)}
    if kind == "timestamp":
        return value.replace("Z", "+00:00")
    return json.loads(value) if shape.name == "policyDocumentType" else value


def main():
    cases, printed = sys.argv[1:]
    # The models that ours are taken from; the command line brings older ones of its own.
    session = botocore.session.Session()
    lines, models = [], {}
    for case in map(json.loads, gzip.open(cases)):
        service = case["service"]
        models[service] = models.get(service) or session.get_service_model(service)
        operation = models[service].operation_model(case["operation"])
        answer = opened(operation.output_shape, case["answer"]) if operation.output_shape else {}
        if operation.has_streaming_output:
            answer.pop("Body", None)
        line = {}
        for name in ("json", "text", "table"):
            stream = io.StringIO()
            formatter = get_formatter(name, argparse.Namespace(query=None, color="off"))
            formatter(case["operation"], json.loads(json.dumps(answer)), stream)
            line[name] = stream.getvalue()
        lines.append(json.dumps(line, sort_keys=True) + "\n")
    open(printed, "wb").write(gzip.compress("".join(lines).encode(), 9, mtime=0))
    print(f"{len(lines)} answers printed")


main()
