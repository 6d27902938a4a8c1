"""What the original command line makes of each line: python3 commands.py COMMANDS PARSED.

The original runs in this process up to the moment when it would send; what it would send is written down.
"""

import base64
import contextlib
import copy
import datetime
import decimal
import io
import json
import os
import shlex
import sys
import uuid

import awscli.clidriver


# What the client adds of its own, for itself to undo.
ADDED = ("EncodingType", "ChecksumMode")


class Sent(Exception):
    pass


def plain(shape, value):
    kind = shape.type_name
    if kind == "structure":
        return {name: plain(shape.members[name], item) for name, item in value.items()}
    if kind == "list":
        return [plain(shape.member, item) for item in value]
    if kind == "map":
        return {key: plain(shape.value, item) for key, item in value.items()}
    if kind == "blob":
        value = value.read() if hasattr(value, "read") else value
        return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def made_up(value):
    """Tokens that the client makes by chance."""
    try:
        return isinstance(value, str) and uuid.UUID(value).version == 4
    except ValueError:
        return False


def ask(words):
    seen, built = [], {}

    def before_build(params, model, **_):
        built["params"] = copy.copy(params)

    def before_call(model, params, request_signer, **_):
        seen.append((model, built["params"], request_signer.region_name))
        raise Sent
    driver = awscli.clidriver.create_clidriver()
    driver.session.register_last = driver.session.get_component("event_emitter").register_last
    driver.session.register_last("before-parameter-build", before_build)
    driver.session.register_last("before-call", before_call)
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
        try:
            driver.main(words[1:])
        except SystemExit:
            pass
    return seen[0] if seen else None, errors.getvalue()


def main():
    commands, parsed = map(os.path.abspath, sys.argv[1:])
    for name in list(os.environ):
        if name.startswith("AWS_") and name != "AWS_DATA_PATH":
            del os.environ[name]
    os.environ.update(AWS_ACCESS_KEY_ID="AKIDLAB", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1",
                      AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_PAGER="")
    os.chdir(os.path.join(os.path.dirname(commands), "files"))
    lines = []
    for line in open(commands, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        sent, errors = ask(shlex.split(line))
        if sent:
            model, params, region = sent
            given = plain(model.input_shape, params) if model.input_shape else {}
            given = {name: value for name, value in given.items() if not made_up(value) and name not in ADDED}
            lines.append({"line": line, "service": model.service_model.service_name, "operation": model.name,
                          "region": region, "input": given})
        else:
            said = [text for text in errors.splitlines() if text.strip() and not text.startswith(("usage", "To see", "Note: AWS", "  aws "))]
            lines.append({"line": line, "refused": " ".join(said)[:300]})
    with open(parsed, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, sort_keys=True) + "\n" for line in lines)
    print(f"{len(lines)} commands, {sum('refused' in line for line in lines)} refused")


main()
