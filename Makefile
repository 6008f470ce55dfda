# `make run` starts Claimdesk; `make help` lists the rest. Needs Python 3.11 or newer, nothing else.

.DEFAULT_GOAL := help
.PHONY: run test test-quick lint format schema pictures bench bench-nlp doctor clean help .venv-run .venv-dev
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input

# The first Python that is new enough. PYTHON=/path/to/python3.12 make run chooses another one.
define find_python
for candidate in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$candidate"; break; fi; \
done
endef

# $(call install,FILE): install FILE where its contents have changed since the last time. No network where they have not.
define install
if ! $(PY) -c '' 2>/dev/null; then \
	python=$$($(find_python)); \
	if [ -z "$$python" ]; then \
		echo "Claimdesk needs Python 3.11 or newer, and there is none on this machine."; \
		echo "  Debian, Ubuntu: sudo apt install python3.11 python3.11-venv     macOS: brew install python@3.11"; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$python"; \
	rm -rf $(VENV); \
	if ! "$$python" -m venv $(VENV); then \
		rm -rf $(VENV); \
		echo "This Python cannot make virtual environments. Debian, Ubuntu: sudo apt install python3-venv"; \
		exit 1; \
	fi; \
fi; \
sum=$$(cat requirements.txt $(1) | cksum); \
if [ "$$sum" != "$$(cat $(VENV)/$(1).sum 2>/dev/null)" ]; then \
	echo "Installing $(1) (a minute or two, once)"; \
	$(PIP) install --quiet --quiet --requirement $(1) || exit 1; \
	echo "$$sum" > $(VENV)/$(1).sum; \
fi
endef

run: .venv-run ## start Claimdesk with its demo project: http://127.0.0.1:8000/ (PORT=8001 make run chooses another port)
	@exec $(PY) manage.py up --demo

test: .venv-dev ## every test that can run here (browser tests want Chromium: .venv/bin/playwright install chromium)
	@$(PY) -m pytest -n 2 -m "not faults and not browser"
	@$(PY) -m pytest -n 2 --dist loadfile -m "faults or browser"

test-quick: .venv-dev ## the tests without a browser and without killing processes
	@$(PY) -m pytest -n 2 -m "not faults and not browser and not slow"

lint: .venv-dev ## what CI checks besides the tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy annotations factcheck tests bench
	$(VENV)/bin/lint-imports
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	$(PY) -m djlint templates --lint --quiet
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null

format: .venv-dev ## put code and templates into their usual form
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 {} +

bench: .venv-run ## what the queue, the pages and the ledger cost, each against a plain reference in the same run
	@$(PY) -m bench.queue
	@$(PY) -m bench.web
	@$(PY) -m bench.ledger

bench-nlp: .venv-run ## how fast and how good the pipeline is, against its references
	@$(PY) -m bench.nlp

pictures: .venv-dev ## take the README's pictures from the running product (wants Chromium)
	@$(PY) docs/make_pictures.py

doctor: .venv-run ## check this installation and say what to do about each finding
	@$(PY) manage.py doctor

clean: ## remove the virtual environment and every cache; data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r verb text; do printf '  make %-12s %s\n' "$$verb" "$$text"; done

.venv-run:
	@$(call install,requirements.txt)

.venv-dev: .venv-run
	@$(call install,requirements-dev.txt)
