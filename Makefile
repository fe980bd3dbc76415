# Each target does its own set-up, in .venv, and works again and again.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo shot test quick fault ecosystem fleet docs audit fuzz lint types imports format bench clean

test: lint types imports audit
	$(BIN)/python -m pytest -n 2 --dist worksteal

quick: .venv/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

# kills runs, fills disks and lets others write meanwhile; FAULT_EVERY=1 tries every call in every way,
# FAULT_TABLE=1 puts the table of what came out into docs/faults.md
fault: .venv/ready
	$(BIN)/python -m pytest tests/fault -n 2 --dist worksteal

# what takes long: the real pre-commit, browsers, editors, packages
ecosystem: .venv/ready
	$(BIN)/python -m pytest tests/ecosystem -n 2 --dist worksteal -m "not fleet"

# a thousand repositories, while processes are killed: some minutes, and both processors
fleet: .venv/ready
	$(BIN)/python -m pytest tests/ecosystem -m fleet

# the site, in build/site; a link or an anchor that leads nowhere is an error
docs: .venv/ready
	$(BIN)/python -m docs.pages
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --fresh-env --builder html docs build/site

demo: .venv/ready
	PATH="$(CURDIR)/$(BIN):$$PATH" sh fixtures/demo.sh

shot: .venv/ready
	$(BIN)/python fixtures/shot.py

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/ready
	$(BIN)/mypy

imports: .venv/ready
	$(BIN)/lint-imports

# what ruff's rules of the same origin leave out, and known weaknesses of what we rest on
audit: .venv/ready
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive src
	$(BIN)/python tests/audit.py

# TARGET is one of tests/fuzz/targets.py or "all"
TARGET ?= all
SECONDS ?= 60
fuzz: .venv/ready
	PYTHONPATH=tests $(BIN)/python -m fuzz.run $(TARGET) $(SECONDS)

format: .venv/ready
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# an old pip writes commands that load `re`, which takes half as long as starting Python
bench: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps --editable .
	$(BIN)/python -m benchmarks.conflicts.peers
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.conflicts
	$(BIN)/python -m benchmarks.mojibake
	$(BIN)/python -m benchmarks.fleet

.venv/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mergemend needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,docs]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary atheris --editable '.[fuzz]' \
	  || echo 'no atheris for this Python: the test that needs it is skipped'
	touch $@

clean:
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
