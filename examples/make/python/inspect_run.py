"""Inspect evaluations of the examples: structured extraction and multiple choice.

usage: python inspect_run.py QUESTIONS_DIR SERVER_URL LOG_DIR
make.mjs copies it to an empty folder outside any git repository and runs it there: Inspect writes the revision of the
repository and the path of this file into the logs.
"""

import json
import sys
import urllib.error
import urllib.request
from pathlib import Path

from inspect_ai import Task, eval, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessageAssistant,
    ContentText,
    ModelAPI,
    ModelOutput,
    ModelUsage,
    modelapi,
)
from inspect_ai.scorer import CORRECT, INCORRECT, Score, accuracy, choice, scorer
from inspect_ai.solver import generate, multiple_choice

questions_dir, server, log_dir = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

STOP_REASONS = {"length": "max_tokens", "content_filter": "content_filter"}

EXTRACT = "Text: {text}\n\nAnswer with a JSON object with exactly these keys: {keys}. No other text."

CHOOSE = (
    "Say in one sentence why, then end with a line 'ANSWER: LETTER' (without quotes), where LETTER is one of {letters}.\n\n"
    "{question}\n\n{choices}"
)


class LocalServer(ModelAPI):
    """Our server as a model of Inspect, so that the log holds the model's plain name and no address."""

    async def generate(self, input, tools, tool_choice, config):
        body = {
            "model": self.server_model(),
            "messages": [{"role": message.role, "content": message.text} for message in input],
            "max_tokens": config.max_tokens,
        }
        reply = post("/chat/completions", body)
        first, usage = reply["choices"][0], reply["usage"]
        stop = STOP_REASONS.get(first["finish_reason"], "stop")
        text = first["message"]["content"]
        content = [ContentText(text=text, refusal=True)] if stop == "content_filter" else text
        message = ChatMessageAssistant(content=content, source="generate")
        return ModelOutput(
            model=self.model_name,
            choices=[ChatCompletionChoice(message=message, stop_reason=stop)],
            usage=ModelUsage(
                input_tokens=usage["prompt_tokens"],
                output_tokens=usage["completion_tokens"],
                total_tokens=usage["total_tokens"],
            ),
        )

    def server_model(self):
        return self.model_name


def post(path, body):
    request = urllib.request.Request(server + path, json.dumps(body).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        message = json.load(error)["error"]["message"]
        raise RuntimeError(f"{error.code}: {message}") from None


@modelapi(name="local")
class Local(LocalServer):
    """A real model: local/smollm2-135m-instruct."""


@modelapi(name="scripted")
class Scripted(LocalServer):
    """A scripted model: scripted/quick, scripted/careful."""

    def server_model(self):
        return f"scripted/{self.model_name}"


def questions(name):
    return json.loads((questions_dir / f"{name}.json").read_text(encoding="utf-8"))


@scorer(metrics=[accuracy()])
def json_fields():
    """Correct when the output is a JSON object that holds every asked key with the expected value."""

    async def score(state, target):
        expected = json.loads(target.text)
        found, problem = parse(state.output.completion)
        if problem is None:
            problem = difference(found, expected)
        return Score(value=INCORRECT if problem else CORRECT, answer=state.output.completion, explanation=problem)

    return score


def parse(text):
    text = text.strip()
    # A code fence around the object is forgiven.
    if text.startswith("```"):
        text = text.split("\n", 1)[-1].rsplit("```", 1)[0]
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return None, f"not JSON: {error.msg}" if text else "empty output"
    return (value, None) if isinstance(value, dict) else (None, "not a JSON object")


def difference(found, expected):
    missing = [key for key in expected if key not in found]
    if missing:
        return "missing keys: " + ", ".join(missing)
    wrong = [key for key, value in expected.items() if str(found[key]).casefold() != str(value).casefold()]
    return "wrong values: " + ", ".join(wrong) if wrong else None


@task
def extraction():
    samples = [
        Sample(
            id=q["id"],
            input=EXTRACT.format(text=q["question"], keys=", ".join(q["target"])),
            target=json.dumps(q["target"], ensure_ascii=False),
        )
        for q in questions("extraction")
    ]
    return Task(dataset=MemoryDataset(samples, name="extraction"), solver=generate(), scorer=json_fields())


@task
def choices():
    samples = [
        Sample(id=q["id"], input=q["question"], choices=q["choices"], target=q["target"]) for q in questions("choices")
    ]
    return Task(dataset=MemoryDataset(samples, name="choices"), solver=multiple_choice(template=CHOOSE), scorer=choice())


def run(name, model, log_format):
    eval(
        name,
        model=model,
        log_dir=log_dir,
        log_format=log_format,
        display="none",
        # An API error is kept as an errored sample; the run goes on.
        fail_on_error=False,
        max_connections=1,
        max_samples=1,
        max_tokens=128,
        temperature=0.0,
        log_realtime=False,
    )


run(extraction(), "local/smollm2-135m-instruct", "eval")
run(choices(), "scripted/careful", "eval")
run(extraction(), "scripted/quick", "json")
