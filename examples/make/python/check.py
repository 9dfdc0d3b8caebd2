"""Looks into every file below a folder, also into each entry of .eval archives, for traces of the machine.

usage: python check.py FOLDER [WORD ...]
Prints one line per find and ends with code 1 if there was any. More words to look for can be given.
"""

import getpass
import re
import socket
import sys
import zipfile
from pathlib import Path

# Inspect writes zstd entries, which zipfile reads by itself only from Python 3.14 on; the import adds them.
import zipfile_zstd  # noqa: F401

folder, extra = Path(sys.argv[1]), sys.argv[2:]

WORDS = [
    "/tmp", "/root", "/home/", "/Users/", "/work", "registry", "127.0.0.1", "localhost", "site-packages", "node_modules", "git@",
]
# Inspect's name for the field that holds a task's plain name.
ALLOWED = re.compile("task_registry_name")
SECRET = re.compile(r"sk-[A-Za-z0-9]{8,}|api[_-]?key\W{1,4}[A-Za-z0-9]{8,}", re.IGNORECASE)


def texts(file):
    if file.suffix == ".eval":
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield f"{file} » {name}", archive.read(name).decode("utf-8")
    else:
        yield str(file), file.read_text(encoding="utf-8")


def main():
    # A user called "root" or a host called "box" would be found in ordinary words: whole words only.
    names = [name for name in (socket.gethostname(), getpass.getuser()) if len(name) > 3]
    pattern = re.compile("|".join([re.escape(word) for word in WORDS + extra] + [rf"\b{re.escape(name)}\b" for name in names]))
    found = 0
    for file in sorted(folder.rglob("*")):
        # The make script itself names such places.
        if not file.is_file() or "make" in file.relative_to(folder).parts:
            continue
        for place, text in texts(file):
            text = ALLOWED.sub("", text)
            for hit in [*pattern.finditer(text), *SECRET.finditer(text)]:
                found += 1
                print(f"{place}: …{text[max(0, hit.start() - 60):hit.end() + 60]!r}…")
    print(f"{found} traces found")
    return 1 if found else 0


sys.exit(main())
