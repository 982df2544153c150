# inspectqa: every task of a developer, each in one word. `make` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install demo serve check format lint types contract test evaluate benchmark

# uv from the path; where there is none, pip puts one into .uv/ (system Pythons refuse a plain `pip install`).
UV := $(shell command -v uv || echo .uv/bin/uv)
DEMO := .inspectqa/demo
BENCH ?= ../shared/bench
QUESTION := What has Northmoor done on Makesafe?
RUN := $(UV) run --no-sync

help: ## list the tasks
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

install: .venv/installed ## make the environment in .venv, as uv.lock has it

.venv/installed: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --locked --quiet
	@touch $@

.uv/bin/uv:
	python3 -m venv .uv
	.uv/bin/pip install --quiet uv

demo: $(DEMO)/held ## ingest the samples and answer one question with its quotations
	@echo '$(QUESTION)'
	@echo
	@$(RUN) inspectqa --data $(DEMO) ask '$(QUESTION)'

$(DEMO)/held: .venv/installed $(wildcard samples/*) $(shell find src/inspectqa/ingest src/inspectqa/index -name '*.py')
	@echo 'Ingesting samples/ …'
	@$(RUN) inspectqa --data $(DEMO) ingest samples
	@echo
	@touch $@

serve: $(DEMO)/held ## serve the samples on http://127.0.0.1:8000
	@$(RUN) inspectqa --data $(DEMO) serve

check: lint types contract test ## format, lint, types, import contract, tests

format: .venv/installed ## rewrite the code in the house's format
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

lint: .venv/installed ## check format and style
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: .venv/installed ## check types
	$(RUN) mypy

contract: .venv/installed ## check that imports run down only
	$(RUN) lint-imports

test: .venv/installed ## run the tests, a file on each of two cores
	$(RUN) pytest --numprocesses 2 --dist loadfile

evaluate: .venv/installed ## ask the cases of evaluation/ about the samples; fails below the committed bar
	$(RUN) inspectqa evaluate evaluation/cases/samples.jsonl --corpus samples --html .inspectqa/samples.html
	$(RUN) inspectqa evaluate evaluation/cases/samples_more.jsonl --corpus samples --html .inspectqa/samples_more.html

benchmark: .venv/installed ## measure retrieval on the public test sets in BENCH (a folder)
	$(RUN) python benchmarks/retrieval.py --data $(BENCH)
