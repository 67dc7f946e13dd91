"""Puts the rooms together: `create_app` builds a server from settings, nothing happens at import.

``python backend/app.py`` starts the same server as ``python -m backend``.
"""

from __future__ import annotations

import logging
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

if __name__ == "__main__":
    # Started as a script: let the package's own entry patch the process before anything is
    # imported.
    import runpy

    sys.path[0] = str(Path(__file__).resolve().parents[1])
    runpy.run_module("backend", run_name="__main__")
    sys.exit()

from flask import Flask
from flask_cors import CORS
from flask_socketio import SocketIO

from backend import __version__
from backend.contract.errors import ContractError
from backend.contract.rest import Health, Preset, PresetList, SessionCounts, WorkerCounts
from backend.data.dataset_loader import DatasetLoader
from backend.engine.inspector import Inspector
from backend.engine.pool import Job, WorkerPool
from backend.sessions.questions import Questions
from backend.sessions.texts import TextStore
from backend.sessions.training_manager import TrainingManager
from backend.settings import Settings, usable_cores
from backend.training.fused import store
from backend.training.parameters import parameter_count
from backend.training.presets import DEFAULT_PRESET, PRESETS, resolve
from backend.web import errors, green, owner, page, rest, sockets
from backend.web.body import MAX_BODY_BYTES, PrivateRequest
from backend.web.guard import Guard
from backend.web.services import Services

log = logging.getLogger(__name__)
#: The text with which a new worker rehearses, and on whose vocabulary presets are counted.
REHEARSAL_DATASET = "shakespeare"
_USUAL_VOCABULARY = 66


@dataclass(frozen=True)
class Server:
    """A server that is built and not started yet."""

    app: Flask
    manager: TrainingManager
    pool: WorkerPool
    inspector: Inspector

    def start(self) -> None:
        """Warm the workers and begin the housekeeping; returns at once."""
        self.pool.fill()
        self.inspector.open()
        for task in (self.manager.emitter.run_forever, self.manager.keep_house):
            threading.Thread(target=task, daemon=True).start()

    def stop(self) -> None:
        """Tell the rooms, end every worker."""
        self.manager.shutdown()
        self.pool.shutdown()
        self.inspector.close()


def create_app(settings: Settings) -> Server:
    """Build a server; starts no process, no thread and no socket."""
    app = Flask(__name__, static_folder=None)
    app.request_class = PrivateRequest
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, DEBUG=False)
    socketio = SocketIO(
        app,
        async_mode=green.ASYNC_MODE,
        json=sockets.FiniteJson,
        # The guard outside has compared the origin exactly; a second list here could only differ.
        cors_allowed_origins="*",
    )
    texts = TextStore(DatasetLoader(settings.datasets_dir), settings.session_idle_seconds)
    asked = "PyTorch was asked for." if settings.engine == "torch" else ""
    engine_reason = asked or store.problem()
    pool = WorkerPool(
        settings.max_running,
        settings.warm_workers,
        lambda: rehearsal(texts),
        cores=usable_cores(),
    )
    inspector = Inspector()
    questions = Questions(inspector)
    manager = TrainingManager(
        pool,
        texts,
        questions,
        sockets.SocketTransport(socketio),
        max_running=settings.max_running,
        max_sessions=settings.max_sessions,
        weights_bytes=settings.max_weights_mb * 2**20,
        idle_s=settings.session_idle_seconds,
    )
    services = Services(
        manager=manager,
        texts=texts,
        questions=questions,
        presets=preset_list(),
        health=lambda: health(manager, pool, engine_reason),
        fault_hooks=settings.fault_hooks,
    )
    CORS(
        app,
        resources={"/api/*": {"origins": list(settings.origins)}},
        supports_credentials=True,
        always_send=False,
    )
    app.register_blueprint(rest.blueprint(services))
    app.register_blueprint(page.blueprint(settings.page_dir))
    errors.install(app)
    owner.install(app)
    sockets.install(socketio, services)
    hosts = frozenset({settings.host} - {"0.0.0.0", "::"})
    app.wsgi_app = Guard(app.wsgi_app, settings.origins, hosts)  # type: ignore[method-assign]
    return Server(app, manager, pool, inspector)


def health(manager: TrainingManager, pool: WorkerPool, engine_reason: str) -> Health:
    """How well and how busy the server is."""
    return Health(
        status="ok",
        version=__version__,
        device=pool.devices[-1],
        engine="pytorch" if engine_reason else "fused",
        engine_reason=engine_reason,
        sessions=SessionCounts(**manager.counts()),
        workers=WorkerCounts(**pool.counts()._asdict()),
    )


def preset_list() -> PresetList:
    """The presets as the contract lists them, counted on the usual vocabulary."""
    rows = []
    for preset in PRESETS.values():
        model, _ = resolve(preset.name, {}, {}, _USUAL_VOCABULARY, 10**6)
        expected, fit = preset.expected, preset.fit
        rows.append(
            Preset(
                name=preset.name,
                title=preset.title,
                description=preset.description,
                model=preset.model,
                training=preset.training,
                fit=asdict(fit) if fit else None,
                speed_multiplier=preset.speed_multiplier,
                parameter_count=parameter_count(model),
                expected={
                    "val_loss": expected.val_loss,
                    "seconds": expected.seconds,
                    "dataset": expected.dataset,
                },
            )
        )
    return PresetList(presets=rows)


def rehearsal(texts: TextStore) -> Job | None:
    """What a new worker does to become warm: the likeliest first job; None without the text."""
    try:
        source = texts.get(REHEARSAL_DATASET)
    except ContractError:
        return None
    model, training = resolve(DEFAULT_PRESET, {}, {}, source.vocab_size, len(source.text))
    return Job(
        text=source.text,
        model=model.model_dump(),
        training=training.model_dump(),
        seed=0,
        device="cpu",
        probe_text="",
        speed=0,
    )
