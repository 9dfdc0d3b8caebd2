"""Replaces what the tools wrote about the machine: model addresses, stack traces, versions of the system.

usage: python clean.py EXAMPLES_DIR
Only the JSON files need it; the .eval archives are written clean and stay as the tool wrote them.
"""

import json
import re
import sys
from pathlib import Path

examples = Path(sys.argv[1])

# Keys to replace, wherever they stand, and what to put there. Keys that a file lacks are not added.
REPLACED = {
    "lm-eval": {"base_url": "(local server)", "pretty_env_info": "(removed)", "git_hash": None, "upper_git_hash": None},
    "inspect": {"traceback": "(removed)", "traceback_ansi": "(removed)", "task_file": "inspect_run.py", "revision": None},
    "promptfoo": {"nodeVersion": "(removed)", "platform": "(removed)", "arch": "(removed)", "author": None},
}

# promptfoo puts the stack of an API error behind its message. Only lines that name a script file match.
STACK_LINES = re.compile(r"(?:\n    at [^\n]*(?:file://|node:)[^\n]*)+")


def replaced(value, keys):
    if isinstance(value, dict):
        return {key: keys[key] if key in keys else replaced(inner, keys) for key, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, keys) for inner in value]
    if isinstance(value, str):
        return STACK_LINES.sub("", value)
    return value


for folder, keys in REPLACED.items():
    for file in (examples / folder).rglob("*.json"):
        data = replaced(json.loads(file.read_text(encoding="utf-8")), keys)
        file.write_text(json.dumps(data, indent=2, ensure_ascii=False), encoding="utf-8")
