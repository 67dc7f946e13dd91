"""The part of `benchmarks.load` about one run: its pace through the server and while drawn."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from backend.training.events import StepDone
from backend.training.trainer import Trainer
from benchmarks._load import bare_trainer, corpus, one_thread_server, runs_of
from benchmarks._machine import node
from benchmarks._results import Figures
from benchmarks._server import wait_until_warm
from benchmarks._statistics import middle


def through(quick: bool) -> Figures:
    """Share of the bare trainer's pace that arrives through the server."""
    read, window_s = corpus(), 2.0 if quick else 4.0
    shares, bare_hz, served_hz = [], [], []
    with one_thread_server() as base, runs_of(base) as runs:
        for _ in range(3 if quick else 5):
            bare_hz.append(bare_rate(bare_trainer(read), window_s))
            session_id = runs.start()
            served_hz += runs.rates([session_id], window_s)
            runs.end([session_id])
            shares.append(served_hz[-1] / bare_hz[-1])
            wait_until_warm(base)
    return {
        "through_share": middle(shares),
        "through_bare_hz": middle(bare_hz),
        "through_served_hz": middle(served_hz),
    }


def bare_rate(trainer: Trainer, seconds: float) -> float:
    """Iterations a second of a trainer, checkpoints included."""
    events = iter(trainer)
    for event in events:  # the first step pays for what is made once
        if isinstance(event, StepDone):
            break
    began, steps = time.perf_counter(), 0
    for event in events:
        steps += isinstance(event, StepDone)
        if time.perf_counter() - began >= seconds:
            break
    return steps / (time.perf_counter() - began)


def drawn(quick: bool) -> Figures:
    """Share of the pace that is left while Chromium draws on the same cores."""
    script = str(Path(__file__).with_name("_load_page.mjs"))
    window_s = 2.0 if quick else 4.0
    shares, alone_hz, drawn_hz = [], [], []
    with one_thread_server() as base, runs_of(base) as runs:
        for _ in range(2 if quick else 3):
            session_id = runs.start(heard=False)
            alone_hz += runs.rates([session_id], window_s)
            runs.end([session_id])
            wait_until_warm(base)
            with subprocess.Popen(
                [node(), script, base], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as page:
                assert page.stdin and page.stdout
                drawn_id = page.stdout.readline().strip()
                if not drawn_id:
                    raise RuntimeError("the page drew no run, see above; is it built?")
                drawn_hz += runs.rates([drawn_id], window_s)
                page.stdin.close()
            runs.end([drawn_id])
            shares.append(drawn_hz[-1] / alone_hz[-1])
            wait_until_warm(base)
    return {
        "drawn_share": middle(shares),
        "drawn_alone_hz": middle(alone_hz),
        "drawn_hz": middle(drawn_hz),
    }
