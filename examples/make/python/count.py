"""Counts examples, failing and errored ones of each file by the tools' own verdicts and writes expected.json.

usage: python count.py EXAMPLES_DIR
Shares no code with the extension, so that its tests can compare with an independent count.
"""

import csv
import json
import sys
import zipfile
from pathlib import Path

# Inspect writes zstd entries, which zipfile reads by itself only from Python 3.14 on; the import adds them.
import zipfile_zstd  # noqa: F401

examples = Path(sys.argv[1])


def json_lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def lm_eval(file):
    """A document is written once per filter; the first filter in the file counts. The metric 1.0 passes."""
    lines = json_lines(file)
    counted = [line for line in lines if line["filter"] == lines[0]["filter"]]
    return ["passed" if line[line["metrics"][0]] == 1.0 else "failed" for line in counted]


def inspect(file):
    """C passes; I, P, N and false fail; a sample with an error is errored."""
    if file.suffix == ".eval":
        with zipfile.ZipFile(file) as archive:
            scorers = json.loads(archive.read("header.json"))["eval"]["scorers"]
            names = [name for name in archive.namelist() if name.startswith("samples/")]
            samples = [json.loads(archive.read(name)) for name in names]
    else:
        log = json.loads(file.read_text(encoding="utf-8"))
        scorers, samples = log["eval"]["scorers"], log["samples"]
    return [inspect_sample(sample, scorers[0]["name"].split("/")[-1]) for sample in samples]


def inspect_sample(sample, scorer):
    if sample.get("error"):
        return "errored"
    return "passed" if sample["scores"][scorer]["value"] in ("C", True, 1) else "failed"


def promptfoo(file):
    """failureReason 2 is an API error; otherwise `success`."""
    results = json.loads(file.read_text(encoding="utf-8"))["results"]["results"]
    return [
        "errored" if result["failureReason"] == 2 else "passed" if result["success"] else "failed" for result in results
    ]


def errormap_csv(file):
    with file.open(encoding="utf-8", newline="") as rows:
        return ["failed" if float(row["score"]) < 1 else "passed" for row in csv.DictReader(rows)]


def generic_jsonl(file):
    return ["passed" if line["correct"] else "failed" for line in json_lines(file)]


FORMATS = [
    ("lm-eval", "lm-eval/*/samples_*.jsonl", lm_eval),
    ("inspect", "inspect/*.eval", inspect),
    ("inspect", "inspect/*.json", inspect),
    ("promptfoo", "promptfoo/*.json", promptfoo),
    ("errormap-csv", "errormap/*.csv", errormap_csv),
    ("generic-jsonl", "generic/*.jsonl", generic_jsonl),
]

files = []
for name, pattern, verdicts in FORMATS:
    for file in sorted(examples.glob(pattern)):
        found = verdicts(file)
        files.append({
            "path": file.relative_to(examples).as_posix(),
            "format": name,
            "examples": len(found),
            "failing": found.count("failed"),
            "errored": found.count("errored"),
        })

for entry in files:
    print(entry["path"], entry["examples"], entry["failing"], entry["errored"])
totals = {key: sum(entry[key] for entry in files) for key in ("examples", "failing", "errored")}
print("total", *totals.values())
text = json.dumps({"files": files, "totals": {"files": len(files), **totals}}, indent=2)
(examples / "expected.json").write_text(text + "\n", encoding="utf-8")
