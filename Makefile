# The end page's gateway. `make` alone says what there is to do.
#
# Everything is installed from constraints.txt by hash into .venv, and again only when constraints.txt or
# pyproject.toml change. Ctrl-C is safe at any point: what was interrupted is done again by the next call.

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
ROOMS := gateway resolvers loaders upstreams
CODE := $(ROOMS) tests docs/conf.py docs/printing
ALONE := tests/faults tests/soak
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Twice quiet: errors only. A machine's own pip settings may warn about themselves at length.
PIP_INSTALL := $(PIP) install -qq --progress-bar off

# For whom, and the folder with the lock file.
NPM_INSTALL = npm --prefix $(2) ci --loglevel=error --no-progress >/dev/null || { \
	echo "$(1): could not install them: is npm's registry reachable? The next call goes on from here." >&2; exit 1; }

# The first Python that is new enough and can make a virtual environment. `make PYTHON=... setup` overrides it.
PYTHON ?= $(shell for candidate in python3.11 python3.12 python3.13 python3 python; do \
	$$candidate -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$candidate; break; }; done)

WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)
HAS_NPM := $(shell command -v npm 2>/dev/null)

.PHONY: help setup dev test check lint audit schema bench profile bench-load bench-subscribers bench-storm bench-abuse nightly fuzz soak web clients chromium lock clean bench-preview docs nginx topology

help: ## What there is to do.
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup: $(VENV)/.stamp ## Install everything into .venv, by hash. Quick when there is nothing to do.

$(VENV)/.stamp: constraints.txt pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "setup: needs Python 3.11 or newer with its venv module, and found none." >&2; \
		echo "       On Debian and Ubuntu: apt-get install python3 python3-venv. Or: make PYTHON=/path/to/python setup" >&2; \
		exit 1; fi
	@if ! $(PIP) --version >/dev/null 2>&1; then \
		echo "setup: making $(VENV) with $$($(PYTHON) --version)"; $(PYTHON) -m venv --clear $(VENV); fi
	@echo "setup: installing $$(grep -c == constraints.txt) pinned packages (a minute or two the first time)"
	@$(PIP_INSTALL) --require-hashes -r constraints.txt || { \
		echo "setup: could not install them: is the package index reachable? The next call goes on from here." >&2; exit 1; }
	@echo "setup: installing endpage itself"
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@
	@echo "setup: done"

web: ## Build the pages (GraphiQL, the end page) into web/dist, when npm is here.
ifeq ($(HAS_NPM),)
	@echo "web: npm is missing, so the pages are not built (install Node.js 20.19 or newer). All else works."
else
	@$(MAKE) --silent web/dist/.stamp
endif

web/node_modules/.stamp: web/package.json web/package-lock.json web/.npmrc
	@echo "web: installing npm packages (half a minute the first time)"
	@$(call NPM_INSTALL,web,web)
	@touch $@

web/dist/.stamp: web/node_modules/.stamp $(WEB_SOURCES)
	@echo "web: building"
	@npm --prefix web run --silent build
	@touch $@

clients: ## Install the GraphQL clients that the tests drive, when npm is here.
ifeq ($(HAS_NPM),)
	@echo "clients: npm is missing, so the tests with other people's clients say so (install Node.js 20.19 or newer)."
else
	@$(MAKE) --silent tests/clients/node_modules/.stamp
endif

tests/clients/node_modules/.stamp: tests/clients/package.json tests/clients/package-lock.json tests/clients/.npmrc
	@echo "clients: installing npm packages (some seconds the first time)"
	@$(call NPM_INSTALL,clients,tests/clients)
	@touch $@

dev: setup ## Start everything: database, upstreams, simulator, gateway and GraphiQL. Ctrl-C ends it all.
	@$(MAKE) web || echo "web: could not be built; going on without the pages"
	@exec $(BIN)/endpage dev $(ARGS)

test: ## Install what is missing, then every check and every test.
	@# They wait for the network most of the time, each for a different one.
	@$(MAKE) -j 4 setup web clients chromium
	@$(MAKE) nginx
	@$(MAKE) check
	@# The tests start hundreds of processes of ours, which may be forbidden to write what they compile.
	@$(BIN)/python -m compileall -q $(ROOMS)
ifdef ARGS
	@echo "test: pytest $(ARGS)"
	@$(BIN)/python -m pytest $(ARGS)
else
	@echo "test: pytest, three files at a time"
	@# In the order of tests/conftest.py, not of how many tests a file has.
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(ALONE))
	@echo "test: pytest, what is about being in time, and mostly waits: two files at a time, and nothing else"
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ALONE)
endif

check: setup ## Every check that needs no server. Never changes a source file.
	@echo "check: ruff"
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --check --quiet $(CODE) || { \
		echo "check: not formatted (make lint does it):"; $(BIN)/ruff format --check $(CODE); exit 1; }
	@echo "check: mypy --strict"
	@$(BIN)/mypy --no-error-summary $(CODE)
	@echo "check: imports between rooms"
	@$(BIN)/lint-imports --no-logo >.imports.log 2>&1 && rm -f .imports.log || { cat .imports.log; rm -f .imports.log; exit 1; }
	@echo "check: schema.graphql"
	@$(BIN)/endpage schema --check
	@if [ -d web/node_modules ] && [ -n "$(HAS_NPM)" ]; then \
		echo "check: TypeScript"; npm --prefix web run --silent check; fi

lint: setup ## Format and mend what can be mended. Changes files.
	@$(BIN)/ruff check --fix --quiet $(CODE)
	@$(BIN)/ruff format $(CODE)

schema: setup ## Print schema.graphql from the code.
	@$(BIN)/endpage schema --write
	@echo "schema: printed; read the diff before you commit it"

docs: setup ## Build the documentation site into docs/_build/html. A warning is an error.
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs: open docs/_build/html/index.html"

bench: setup ## CPU per page beside other servers, in one run, which installs them. First proves the answers equal.
	@$(BIN)/python -m tests.bench $(ARGS)

profile: setup ## A flame graph of the full page under load, and what part of its time goes where.
	@$(BIN)/python -m tests.bench.flame $(ARGS)

bench-load: setup ## More asked than can be done: goodput, refusals, herds. Appends to RESULTS-LOAD.md.
	@$(BIN)/python -m tests.bench.load_bench --keep $(ARGS)

bench-subscribers: setup ## Thousands who wait, and who are told in one second. Appends to RESULTS-SUBSCRIBERS.md.
	@$(BIN)/python -m tests.bench.subscribers_bench --keep $(ARGS)

bench-storm: setup ## All LIVEs end at nine: what one process makes of it, in simulated time. Appends to RESULTS-STORM.md.
	@$(BIN)/python -m tests.bench.storm_bench --keep $(ARGS)

bench-abuse: setup ## How quick a small query stays beside each attack. Fails beyond 250 ms, or when memory grows.
	@$(BIN)/python -m tests.bench.abuse_bench $(ARGS)

bench-preview: setup web chromium ## How soon a phone on a slow network shows the end page. Appends to RESULTS-PREVIEW.md.
	@$(BIN)/python -m tests.bench.preview_bench --keep $(ARGS)

fuzz: setup ## Two thousand texts for whatever reads, others each time. FUZZ_EXAMPLES says how many.
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-2000} $(BIN)/python -m pytest -q tests/fuzz

nightly: setup ## Twenty thousand random documents, by their programs and by the reference: the same answers?
	@$(BIN)/python -m pytest tests/differential --hypothesis-profile=nightly -o faulthandler_timeout=0 $(ARGS)

soak: setup ## An hour at half load with faults, restarts and rotating keys; reports, with ARGS="--keep" to RESULTS.md.
	@$(BIN)/python -m tests.soak $(ARGS)

chromium: ## Debian's Chromium for the browser tests: installed when missing and we may.
	@$(call DEBIAN,[ -x /usr/bin/chromium ],chromium,chromium fonts-liberation,the browser tests)

nginx: ## Debian's nginx for the tests of what stands before the gateways: installed when missing and we may.
	@$(call DEBIAN,[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null,nginx,nginx-light,the tests with it)

# Of Debian: $(1) looks whether it is there, $(2) is its name, $(3) its packages, $(4) who says so when it is missing.
# The lists of packages are fetched only where they are needed.
APT_INSTALL = DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null 2>&1
DEBIAN = if $(1); then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "$(2): installing it for $(4)"; \
		$(call APT_INSTALL,$(3)) || { apt-get update -qq >/dev/null 2>&1; $(call APT_INSTALL,$(3)); } \
		|| echo "$(2): could not be installed; $(4) will say so"; \
	else echo "$(2): it is missing and only root may install it; $(4) will say so"; fi

topology: setup nginx ## Two gateways behind nginx, replaced one after the other under 2,000 streams and queries.
	@$(BIN)/python -m tests.topology $(ARGS)

lock: ## Resolve all ranges again into the lock files (needs the network; takes a few minutes).
	@test -x .venv-lock/bin/pip-compile || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip install -qq pip-tools; }
	@echo "lock: constraints.txt"
	@$(LOCK) --extra dev --output-file constraints.txt pyproject.toml
	@echo "lock: docker/constraints.txt and docker/constraints-build.txt"
	@$(LOCK) --constraint constraints.txt --output-file docker/constraints.txt pyproject.toml
	@$(LOCK) --constraint constraints.txt --only-build-deps --build-deps-for wheel \
		--output-file docker/constraints-build.txt pyproject.toml
	@# From nothing: over a node_modules of this machine npm forgets the packages of other platforms.
	@echo "lock: web/package-lock.json"
	@rm -rf web/node_modules web/package-lock.json
	@npm --prefix web install --package-lock-only --loglevel=error
	@echo "lock: tests/clients/package-lock.json"
	@rm -rf tests/clients/node_modules tests/clients/package-lock.json
	@npm --prefix tests/clients install --package-lock-only --loglevel=error
	@echo "lock: tests/bench/peers"
	@rm -rf tests/bench/peers/node/node_modules tests/bench/peers/node/package-lock.json
	@npm --prefix tests/bench/peers/node install --package-lock-only --loglevel=error
	@$(LOCK) --constraint constraints.txt --output-file tests/bench/peers/requirements.txt tests/bench/peers/requirements.in

# In an environment of its own, because it is no part of what it looks at. It needs the network, so no test calls it.
audit: ## Are there known faults in what the lock files name? By hand: it asks databases on the internet.
	@test -x .venv-audit/bin/pip-audit || { echo "audit: installing pip-audit into .venv-audit"; \
		$(PYTHON) -m venv --clear .venv-audit && \
		.venv-audit/bin/python -m pip --disable-pip-version-check install -qq 'pip-audit>=2.10,<3' || { \
		echo "audit: could not be made: is the package index reachable?" >&2; rm -rf .venv-audit; exit 1; }; }
	@failed=; \
	for locked in constraints.txt docker/constraints.txt docker/constraints-build.txt; do \
		echo "audit: $$locked"; \
		.venv-audit/bin/pip-audit --progress-spinner off --disable-pip --require-hashes -r $$locked >.audit.log 2>&1; code=$$?; \
		if grep -q -E 'could not be audited|ConnectionError|ServiceError|Max retries' .audit.log && ! grep -q '^Found ' .audit.log; then \
			echo "audit: NOT DONE: the database of known faults cannot be reached from here" >&2; failed=1; \
		else cat .audit.log; [ $$code = 0 ] || failed=1; fi; \
	done; \
	rm -f .audit.log; \
	if [ -z "$(HAS_NPM)" ]; then echo "audit: NOT DONE for web and tests/clients: npm is missing" >&2; failed=1; else \
	for folder in web tests/clients; do \
		echo "audit: $$folder/package-lock.json"; \
		npm --prefix $$folder audit --audit-level=low --package-lock-only >.audit.log 2>&1; code=$$?; \
		if grep -q -E 'audit endpoint returned an error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ENOAUDIT|network' .audit.log; then \
			echo "audit: NOT DONE: npm's database of known faults cannot be reached from here" >&2; failed=1; \
		else cat .audit.log; [ $$code = 0 ] || failed=1; fi; \
	done; rm -f .audit.log; fi; \
	[ -z "$$failed" ]

# No option that would write a registry's address into a file.
LOCK := .venv-lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

clean: ## Remove all that make has made.
	@rm -rf $(VENV) .venv-lock .venv-audit .audit.log .bench-packages web/node_modules web/dist tests/clients/node_modules tests/bench/peers/node/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis artefacts docs/_build
