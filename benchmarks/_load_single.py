"""The part of `benchmarks.load` about single things: first steps, texts, looks, memory."""

from __future__ import annotations

import time
from typing import Any

from backend.engine.process import WorkerProcess
from backend.training.generation import generate
from backend.training.inspection import look
from backend.training.presets import resolve
from benchmarks._load import (
    PRESET,
    TEXT,
    bare_trainer,
    corpus,
    own_memory_mb,
    runs_of,
    server_family,
    time_of,
)
from benchmarks._results import Figures
from benchmarks._server import wait_until_warm, warm_server
from benchmarks._statistics import middle
from benchmarks._texts import text_named


def first(quick: bool) -> Figures:
    """ms to the first step: of a fresh process, and of one that has rehearsed."""
    text = text_named(TEXT)
    model, training = resolve(PRESET, {}, {}, len(set(text)), len(text))
    config: dict[str, Any] = {"model": model.model_dump(), "training": training.model_dump()}
    job = {
        **config,
        "seed": 7,
        "device": "cpu",
        "probe_text": None,
        "speed": 0,
        "frames": False,
        "step_first": False,
        "spent_s": 0.0,
        "faults": {},
        "text_bytes": len(text.encode()),
    }

    def step_ms(worker: WorkerProcess, began: float) -> float:
        worker.send("train", job, text.encode())
        while worker.receive(60).kind != "progress":
            pass
        return (time.perf_counter() - began) * 1e3

    fresh_ms, warm_ms = [], []
    for _ in range(2 if quick else 5):
        began = time.perf_counter()
        worker = WorkerProcess("backend.engine.worker")
        assert worker.receive(60).kind == "ready"
        fresh_ms.append(step_ms(worker, began))
        worker.kill()
        worker = WorkerProcess("backend.engine.worker")
        assert worker.receive(60).kind == "ready"
        worker.send("warm", config, text.encode())
        assert worker.receive(60).kind == "warm"
        warm_ms.append(step_ms(worker, time.perf_counter()))
        worker.kill()
    return {"first_fresh_ms": middle(fresh_ms), "first_warm_ms": middle(warm_ms)}


def single(quick: bool) -> Figures:
    """ms of 100 characters, of a step, and of a look at every head."""
    trainer = bare_trainer(corpus())
    for _ in trainer.start():
        pass
    tokenizer, model = trainer.corpus.tokenizer, trainer.model
    window = trainer.corpus.val[: trainer.config.block_size]
    rounds = 7 if quick else 25
    writing = [
        time_of(lambda: generate(model, tokenizer, "\n", 100, 0.7, seed=1)) for _ in range(rounds)
    ]
    looking = [time_of(lambda: look(model, window)) for _ in range(rounds)]
    stepping = [time_of(lambda: list(trainer.step())) for _ in range(rounds)]
    return {
        "single_100_characters_ms": middle([s * 1e3 for s in writing]),
        "single_look_ms": middle([s * 1e3 for s in looking]),
        "single_step_ms": middle([s * 1e3 for s in stepping]),
    }


def memory(quick: bool) -> Figures:
    """MB of the server for each finished run that it keeps, and of a worker that trains."""
    count = 3 if quick else 10
    with warm_server(MAX_RUNNING="1") as base, runs_of(base) as runs:
        runs.end([runs.start()])
        wait_until_warm(base)
        server, _ = server_family()
        before_mb = own_memory_mb(server)
        ids = []
        for _ in range(count):
            ids.append(runs.start())
            worker_mb = max(map(own_memory_mb, server_family()[1]))
            while runs.step(ids[-1]) < 500:
                time.sleep(0.05)
            runs.order("stop_training", ids[-1])
            wait_until_warm(base)
        each_mb = (own_memory_mb(server) - before_mb) / count
        runs.end(ids)
    return {
        "memory_server_mb": round(before_mb, 1),
        "memory_a_kept_run_mb": round(each_mb, 2),
        "memory_worker_mb": round(worker_mb, 1),
    }
