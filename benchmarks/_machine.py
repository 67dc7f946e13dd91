"""What figures were measured on, and the programs of this machine that benchmarks start."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import time
from pathlib import Path
from typing import Any

Machine = dict[str, Any]
#: Figures stand side by side only where these agree.
IDENTITY = ("system", "processor", "cores", "python", "torch")
#: So many busy cores before the start disturb times.
QUIET_LOAD = 0.3
_LOOK_S = 1.0


def machine() -> Machine:
    """What is measured on, with how many cores are busy before it begins; takes a second."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "torch": importlib.metadata.version("torch"),
        "load_before": round(busy_cores(_LOOK_S), 2),
        "date": time.strftime("%Y-%m-%d"),
    }


def busy_cores(seconds: float) -> float:
    """How many cores others keep busy over the next seconds.

    Unlike the system's load it does not remember the benchmark before; where the system does not
    tell, its load must do.
    """
    if idle_seconds() is None:
        return os.getloadavg()[0]
    began, idle_s = time.perf_counter(), idle_seconds() or 0.0
    time.sleep(seconds)
    idle = ((idle_seconds() or 0.0) - idle_s) / (time.perf_counter() - began)
    return max(0.0, (os.cpu_count() or 1) - idle)


def idle_seconds() -> float | None:
    """Seconds that all cores together have done nothing so far; None where /proc is missing."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return None
    _, _, _, _, idle, waiting, *_ = stat.read_text().splitlines()[0].split()
    return (int(idle) + int(waiting)) / os.sysconf("SC_CLK_TCK")


def same(one: Machine, other: Machine) -> bool:
    """Whether both are the same machine with the same software."""
    return all(one.get(name) == other.get(name) for name in IDENTITY)


def measured_on(machines: list[Machine]) -> str:
    """The sentences of a document about where and when its figures were measured."""
    where, load = machines[0], max(each["load_before"] for each in machines)
    dates = sorted({each["date"] for each in machines})
    days = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    told = (
        f"Measured {days} on {where['system']} ({where['processor']}, {where['cores']} cores), "
        f"Python {where['python']}, PyTorch {where['torch']}; others kept {load:.1f} cores busy "
        "before the start."
    )
    busy = " The machine was busy with other work: losses are exact, times are not."
    return told + (busy if load > QUIET_LOAD else "")


def processor() -> str:
    """What the system calls its processor."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def node() -> str:
    """Where node is.

    Raises:
        FileNotFoundError: nowhere.
    """
    found = shutil.which("node")
    if found is None:
        raise FileNotFoundError("node is not installed; see the README's requirements")
    return found
