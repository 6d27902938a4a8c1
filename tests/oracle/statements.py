"""Reads statements with tincan and says which it refuses, and which it does not write again as they were."""

import json
import sys
from datetime import datetime

from tincan import Statement


def plain(value):
    """The same whatever stands for an instant: tincan writes another number of digits."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str) and value[:2] == "20" and "T" in value:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
    return value


def main(path):
    refused, changed = [], []
    with open(path, encoding="utf-8") as file:
        statements = json.load(file)
    for place, statement in enumerate(statements):
        try:
            read = Statement.from_json(json.dumps(statement))
        except Exception as error:
            refused.append([place, str(error)])
            continue
        written = json.loads(read.to_json())
        # The version of a statement is a header of its request to tincan.
        expected = {key: value for key, value in statement.items() if key != "version"}
        written.pop("version", None)
        if plain(written) != plain(expected):
            changed.append([place, written, expected])
    print(json.dumps({"refused": refused, "changed": changed}))


main(sys.argv[1])
