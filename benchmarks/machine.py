"""What the figures were measured on, and a processor that has AVX2 alone where the real one has more."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["AVX2", "as_ordinary", "described"]

_FLAGS = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")
_SOURCE = Path(__file__).with_name("avx2.c")
AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}
"""The switches that PyTorch and its libraries have; onnxruntime, FAISS and NumPy have none of these."""


def described() -> dict[str, Any]:
    """Cores that may be used, the instructions that matter, the versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    flags = next((line.split() for line in text.splitlines() if line.startswith("flags")), [])
    model = next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")), "")
    return {
        "processor": model or platform.processor(),
        "cores": cores,
        "instructions": [flag for flag in _FLAGS if flag in flags],
        "system": platform.system(),
        "python": platform.python_version(),
    }


def as_ordinary(folder: Path) -> tuple[dict[str, str], str]:
    """Variables under which a process sees AVX2 and nothing above it, and what is restricted by them, in words.

    Everything, where the processor can fault on CPUID and there is a C compiler (`avx2.c`, built in `folder`); else
    only what PyTorch is made of.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    built = folder / "avx2.so"
    if compiler and sys.platform == "linux" and platform.machine() == "x86_64":
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(built), str(_SOURCE)], check=True)
        preload = {"LD_PRELOAD": str(built)}
        if not subprocess.run([sys.executable, "-c", ""], env={**os.environ, **preload}, check=False).returncode:
            return {
                **AVX2,
                **preload,
            }, "CPUID shows AVX2 alone to all libraries, onnxruntime, FAISS and NumPy among them"
    return AVX2, "PyTorch, oneDNN and MKL use AVX2 alone; onnxruntime, FAISS and NumPy all that the processor has"
