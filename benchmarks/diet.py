"""Trains and queries a ResponseSelector (DIET) for benchmarks/rivals.py. Runs in Rasa's environment.

Reads JSON from standard input, `{"train": [{"question", "answer"}], "ask": [question]}`. The last line of its output
is JSON, `{"answers": [answer], "milliseconds": [of each question], "training_seconds", "megabytes"}`.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

TRAINING = {"epochs": 100, "random_seed": 42, "constrain_similarities": True}
CONFIG = {
    "recipe": "default.v1",
    "language": "th",
    "assistant_id": "rivals",
    "pipeline": [
        {"name": "bot.rasa_ext.thai_tokenizer.ThaiTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", **TRAINING},
        {"name": "ResponseSelector", "retrieval_intent": "faq", **TRAINING},
    ],
}


def write_training_data(folder: Path, train: list) -> None:
    examples = defaultdict(list)
    for row in train:
        examples[row["answer"]].append(row["question"].replace("\n", " "))
    nlu = [{"intent": f"faq/{a}", "examples": "".join(f"- {q}\n" for q in qs)} for a, qs in examples.items()]
    responses = {f"utter_faq/{a}": [{"text": a}] for a in examples}
    # A classifier needs at least two intents; this one is never expected.
    nlu.append({"intent": "other", "examples": "- xyzzy\n- plugh\n"})
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu, "responses": responses}), "utf-8")
    (folder / "config.yml").write_text(yaml.safe_dump(CONFIG), "utf-8")
    domain = {"version": "3.1", "intents": ["faq", "other"], "responses": responses}
    (folder / "domain.yml").write_text(yaml.safe_dump(domain), "utf-8")


async def main() -> None:
    work = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_training_data(folder, work["train"])
        start = time.perf_counter()
        files = {part: str(folder / f"{part}.yml") for part in ("config", "nlu", "domain")}
        model = train_nlu(files["config"], files["nlu"], str(folder), domain=files["domain"])
        seconds = time.perf_counter() - start
        agent = Agent.load(model)
        answers, milliseconds = [], []
        for question in work["ask"]:
            start = time.perf_counter()
            parsed = await agent.parse_message(question)
            milliseconds.append((time.perf_counter() - start) * 1000)
            ranking = parsed["response_selector"]["faq"]["ranking"]
            answers.append(ranking[0]["intent_response_key"].partition("/")[2] if ranking else None)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    found = {"answers": answers, "milliseconds": milliseconds, "training_seconds": seconds, "megabytes": megabytes}
    print(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main())
