# make run, make test: the two commands. The others are for who changes the code.
PYTHON ?= python3
ENV    := .venv
BIN    := $(ENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install -q --require-hashes --only-binary :all:

.PHONY: run test check prove bench score lock clean

run: $(ENV)/.run
	@$(BIN)/sahut start

test: $(ENV)/.dev
	@$(BIN)/python -m pytest $(ARGS)

check: $(ENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

prove: $(ENV)/.dev
	@$(BIN)/python -m tests.prove $(ARGS)

bench: $(ENV)/.dev
	@$(BIN)/python -m tests.bench $(ARGS)

score: $(ENV)/.dev
	@$(BIN)/python -m tests.readings $(ARGS)

lock:
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate requirements.in -o requirements.lock
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate requirements-dev.in -o requirements-dev.lock

clean:
	rm -rf $(ENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-data

$(ENV)/.run: requirements.lock
	@echo "Menyiapkan lingkungan Python (sekali saja) ..."
	@$(PYTHON) -c 'import sys; sys.exit("Sahut memerlukan Python 3.11 atau lebih baru." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(ENV)
	@$(PIP) -r requirements.lock
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m bot "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(BIN)/sahut
	@chmod +x $(BIN)/sahut
	@touch $@

$(ENV)/.dev: $(ENV)/.run requirements-dev.lock
	@$(PIP) -r requirements-dev.lock
	@touch $@
