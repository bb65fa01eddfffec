# Needs python3.11 (or newer), pip and make. Everything else is put into .tools/ and .venv/.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: help run test test-fast drills proofs check setup lint format lock bench-quality mutants clean manifest manifests

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## start the bot; without Slack tokens, the playground
	@$(BIN)/nutgraf run

test: setup ## the whole default suite, a process a core
	$(BIN)/python -m pytest -m 'not slow' -n auto --dist loadgroup

test-fast: setup ## the tests of one folder or file, in seconds: make test-fast IN=tests/bot/slack/rendering
	$(BIN)/python -m pytest -m 'not slow' -n 0 -x $(or $(IN),$(error Say which: make test-fast IN=tests/bot/newsroom))

check: setup lint test ## what CI runs, but for the drills and the proofs

# In full: make drills KILLS=100 REQUESTS=500 EDITIONS=60; SEED=… repeats what a run printed.
drills: export NUTGRAF_DRILL_KILLS := $(KILLS)
drills: export NUTGRAF_DRILL_REQUESTS := $(REQUESTS)
drills: export NUTGRAF_DRILL_EDITIONS := $(EDITIONS)
drills: export NUTGRAF_DRILL_SEED := $(SEED)
drills: setup ## the longer tests: kills, faults, hostile documents
	$(BIN)/python -m pytest -m slow -n 2 --dist worksteal --durations=20

manifest: setup ## print the Slack app manifest
	@$(BIN)/nutgraf manifest

manifests: setup ## write the manifests in deploy/ and for Slack's command line anew
	$(BIN)/nutgraf manifest | tee manifest.json > deploy/slack-manifest.json
	$(BIN)/nutgraf manifest --variant minimal > deploy/slack-manifest-minimal.json
	$(BIN)/nutgraf manifest --variant http --url https://bot.example.org > deploy/slack-manifest-http.json

proofs: setup ## what others wrote judges us: Slack's types for npm, a bolt-js app, another local Slack; needs node and npm
	@tests/independent/run.sh

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench-quality: .venv-bench/.ready ## our digests beside every peer's, one table: ten minutes; ARGS="--limit 40" for a quick look
	PYTHONHASHSEED=0 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 nice .venv-bench/bin/python -m tests.benchmarks.bench_quality $(ARGS)

# The peers have an environment of their own, so that the default one stays small.
.venv-bench/.ready: requirements-bench.lock $(UV)
	@test -x .venv-bench/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv-bench
	$(UV) pip sync --quiet --python .venv-bench/bin/python --require-hashes requirements-bench.lock
	@touch $@

# Without CI the random tests try other examples every time, and a mutant is killed today and alive tomorrow.
mutants: export CI := 1
mutants: .venv-mutants/.ready ## changes that no test notices: twenty minutes; ARGS="summarizer.selection*" for a part
	nice .venv-mutants/bin/mutmut run $(if $(ARGS),'$(ARGS)')
	.venv-mutants/bin/mutmut results

# The tests' environment and the tool.
.venv-mutants/.ready: requirements-mutants.lock $(UV)
	@test -x .venv-mutants/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv-mutants
	$(UV) pip sync --quiet --python .venv-mutants/bin/python --require-hashes requirements-mutants.lock
	@touch $@

format: setup ## rewrite the code the way `make lint` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: .venv/.ready ## the environment, once

.venv/.ready: requirements-dev.lock pyproject.toml $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(UV): requirements-tools.lock
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
		--require-hashes --upgrade --target .tools -r requirements-tools.lock
	@touch $@

lock: $(UV) ## choose the newest allowed versions and write the hashed locks
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--upgrade pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--upgrade -c requirements.lock pyproject.toml --group dev -o requirements-dev.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--upgrade -c requirements.lock pyproject.toml --group bench -o requirements-bench.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--upgrade -c requirements-dev.lock pyproject.toml --group dev --group mutants -o requirements-mutants.lock
	echo hatchling | $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --python-version 3.11 -c requirements-dev.lock - -o requirements-build.lock
	echo uv | $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--no-annotate --upgrade - -o requirements-tools.lock

clean: ## forget the environment
	rm -rf .venv .venv-bench .venv-mutants mutants .proofs .tools .mypy_cache .ruff_cache .pytest_cache
