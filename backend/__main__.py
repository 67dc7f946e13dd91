"""``python -m backend`` serves page and API; ``python -m backend train …`` trains in a terminal."""

import sys

if __name__ == "__main__" and sys.argv[1:2] != ["train"]:
    from backend.web import green

    green.patch()

import argparse
import logging
import os

from backend.ports import complaint
from backend.settings import Settings, SettingsError, load_settings


def serve(settings: Settings) -> int:
    """Run the server until it is told to stop. Returns the exit code."""
    from backend.app import create_app

    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    if problem := complaint(settings.host, settings.port, "python -m backend"):
        print(problem, file=sys.stderr)
        return 1
    server = create_app(settings)
    server.start()
    try:
        green.serve_until_told(
            server.app,
            settings.host,
            settings.port,
            lambda: print(f"LLMBreaker is ready: {settings.url}", flush=True),
        )
    finally:
        server.stop()
    return 0


def main(arguments: list[str]) -> int:
    """Dispatch to the server or the terminal trainer. Returns the exit code."""
    if arguments[:1] == ["train"]:
        from backend.terminal import main as train

        code: int = train(arguments)
        return code
    parser = argparse.ArgumentParser(prog="python -m backend", description=__doc__)
    parser.add_argument("--host", help="address to listen on (HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT)")
    given = {k: v for k, v in vars(parser.parse_args(arguments)).items() if v is not None}
    try:
        settings = load_settings(**given)
    except SettingsError as problem:
        print(problem, file=sys.stderr)
        return 2
    return serve(settings)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Green threads of open connections must not keep the process: the workers are gone already.
    os._exit(code)
