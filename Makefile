# One door for people and for CI. `make chat` needs Python 3.11+ and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := assistant benchmarks corpus crypto_policy_assistant setup.py ui tests

.PHONY: chat index test quick check bench audit lock clean

chat: $(VENV)/runtime
	$(BIN)/python -m assistant chat

index: $(VENV)/runtime
	$(BIN)/python -m assistant index

# The index first, with all cores; then two workers of one thread each; then the page, whose tests wait more than they
# compute and want the machine to themselves. The second part runs even if the first has failed. The hash seed is fixed:
# workers that list the tests of a set in two orders refuse to begin.
test: $(VENV)/development
	$(BIN)/python -m tests.shipped
	failed=0; \
	PYTHONHASHSEED=0 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --durations=15 --ignore=tests/ui || failed=1; \
	$(BIN)/python -m pytest --durations=15 tests/ui || failed=1; \
	exit $$failed

# What needs no index of the shipped texts, no browser and no server of others: under two minutes on two cores.
quick: $(VENV)/development
	PYTHONHASHSEED=0 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not browser and not shipped and not slow" tests/test_architecture.py tests/benchmarks tests/corpus/history \
		tests/corpus/language tests/corpus/loading tests/corpus/splitting tests/corpus/vocabulary tests/assistant/answers \
		tests/assistant/composing tests/assistant/verification tests/assistant/understanding

check: $(VENV)/development
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m assistant index --check

# BEIR names a folder in BEIR format, SPLIT its judgements.
BEIR ?= ../shared/benchmarks/obliqa
SPLIT ?= dev
bench: $(VENV)/development
	$(BIN)/python -m assistant benchmark $(BEIR) --split $(SPLIT)
	$(BIN)/python -m benchmarks.questions
	$(BIN)/python -m benchmarks.regression
	$(BIN)/python -m benchmarks.speed.sessions --sessions 25 --minutes 5 --pause 4

# DATABASE is the export of all PyPI advisories that osv.dev offers as a zip: nothing is asked of the network here.
DATABASE ?= osv-pypi.zip
audit: $(VENV)/development
	$(BIN)/python -m benchmarks.supply.audited $(DATABASE)

lock: $(VENV)/development
	$(BIN)/python -m benchmarks.supply.locked

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

# By hash all that has one in the lock; then what differs by machine: torch, and what only some systems need.
$(VENV)/runtime: requirements.txt requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
