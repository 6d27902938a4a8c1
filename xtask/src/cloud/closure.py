"""Takes the models of the listed operations out of botocore: python3 closure.py OPERATIONS FOLDER.

One compact file a service: what the wire, the validator and the command line need, and no documentation.
"""

import glob
import gzip
import json
import os
import sys

import botocore
from botocore import xform_name

# An enumeration longer than this grows monthly (instance types): its members are not held against anybody.
CLOSED_ENUM_MAX = 100
SHAPE_KEYS = ("type", "required", "min", "max", "locationName", "flattened", "payload", "timestampFormat", "error")
MEMBER_KEYS = ("shape", "location", "locationName", "queryName", "flattened", "xmlAttribute", "xmlNamespace",
               "streaming", "timestampFormat")


def wanted(path):
    operations = {}
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            service, names = line.split(":")
            operations.setdefault(service, []).extend(names.split())
    return operations


def read(service, kind):
    folder = sorted(glob.glob(os.path.join(os.path.dirname(botocore.__file__), "data", service, "*/")))[-1]
    path = os.path.join(folder, kind + ".json")
    if os.path.exists(path):
        return json.load(open(path, encoding="utf-8"))
    return json.load(gzip.open(path + ".gz")) if os.path.exists(path + ".gz") else {}


def member(reference, name=None):
    kept = {key: reference[key] for key in MEMBER_KEYS if key in reference}
    if isinstance(kept.get("xmlNamespace"), dict):
        kept["xmlNamespace"] = kept["xmlNamespace"]["uri"]
    if name is not None:
        kept["name"] = name
    return kept


def shape(model, name):
    full = model["shapes"][name]
    kept = {key: full[key] for key in SHAPE_KEYS if key in full}
    if "enum" in full and len(full["enum"]) <= CLOSED_ENUM_MAX:
        kept["enum"] = full["enum"]
    if "members" in full:
        kept["members"] = [member(reference, name) for name, reference in full["members"].items()]
    for part in ("member", "key", "value"):
        if part in full:
            kept[part] = member(full[part])
    return kept


def references(full):
    found = [reference["shape"] for reference in full.get("members", {}).values()]
    return found + [full[part]["shape"] for part in ("member", "key", "value") if part in full]


def closure(service, names):
    model = read(service, "service-2")
    paginators = read(service, "paginators-1").get("pagination", {})
    extras = read(service, "paginators-1.sdk-extras").get("merge", {}).get("pagination", {})
    for name, extra in extras.items():
        paginators.get(name, {}).update(extra)
    waiters = read(service, "waiters-2").get("waiters", {})
    operations, seen, open_ = {}, set(), []
    for name in names:
        full = model["operations"][name]
        errors = [error["shape"] for error in full.get("errors", [])]
        kept = {"http": {"method": full["http"]["method"], "requestUri": full["http"]["requestUri"]}}
        if "responseCode" in full["http"]:
            kept["http"]["responseCode"] = full["http"]["responseCode"]
        for part in ("input", "output"):
            if part in full:
                kept[part] = member(full[part])
                if "locationName" in full[part]:
                    kept[part]["locationName"] = full[part]["locationName"]
                if "resultWrapper" in full[part]:
                    kept["resultWrapper"] = full[part]["resultWrapper"]
                open_.append(full[part]["shape"])
        if "input" in full:
            members = model["shapes"][full["input"]["shape"]].get("members", {})
            kept["arguments"] = {xform_name(name, "-"): name for name in members}
        open_ += errors
        if name in paginators:
            kept["paginator"] = paginators[name]
            for key, value in kept["paginator"].items():
                if key in ("input_token", "output_token", "result_key") and isinstance(value, str):
                    kept["paginator"][key] = [value]
        operations[name] = kept
    while open_:
        name = open_.pop()
        if name not in seen:
            seen.add(name)
            open_ += references(model["shapes"][name])
    metadata = {key: model["metadata"][key] for key in
                ("apiVersion", "endpointPrefix", "jsonVersion", "protocol", "protocols", "serviceId", "signingName",
                 "targetPrefix", "xmlNamespace") if key in model["metadata"]}
    return {
        "metadata": metadata,
        "operations": operations,
        "shapes": {name: shape(model, name) for name in sorted(seen)},
        "waiters": {xform_name(name, "-"): waiter for name, waiter in waiters.items()
                    if waiter["operation"] in operations},
        "commands": {xform_name(name, "-"): name for name in operations},
    }


def main():
    operations, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for service, names in wanted(operations).items():
        text = json.dumps(closure(service, names), separators=(",", ":"), sort_keys=True).encode()
        with open(os.path.join(folder, service + ".json.gz"), "wb") as file:
            file.write(gzip.compress(text, 9, mtime=0))
        print(f"{service}: {len(names)} operations, {len(text)} bytes")


if __name__ == "__main__":
    main()
