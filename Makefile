# make demo: from the example reports to a map and to layers. make test: everything that is checked.
# Needed are Python 3.11 or newer and make; packages come from PyPI.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# The real programs that tests open: a browser with Arabic letters, QGIS, GDAL's tools, and PostGIS.
DEBIAN := chromium fonts-noto-core gdal-bin postgresql postgresql-postgis python3-qgis qgis qgis-providers xvfb

.PHONY: demo test lint programs clean

demo: $(VENV)/installed
	$(BIN)/geoevents map seeds/ -o output/map.html --title "geoevents"
	$(BIN)/geoevents layers seeds/ -o output/layers --overwrite
	@echo
	@echo "The map, for any browser:  $(CURDIR)/output/map.html"
	@echo "The layers, for QGIS:      $(CURDIR)/output/layers"

test: programs lint
	$(BIN)/python -m pytest

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "geoevents needs Python 3.11 or newer; name it with make PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable '.[test,build]'
	@touch $@ $(VENV)/installed

# Installed where apt-get is there and allowed; else tests that need them say so and are skipped.
programs:
	@missing=$$(for name in $(DEBIAN); do \
		dpkg-query --show --showformat='$${Status}' $$name 2>/dev/null | grep -q ' installed' || echo $$name; done); \
	if test -z "$$missing"; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then say=yes; \
	elif test "$$(id -u)" = 0; then as=; \
	elif sudo -n true 2>/dev/null; then as='sudo -n'; \
	else say=yes; fi; \
	if test -n "$${say:-}"; then echo "To run all tests, install:" $$missing; exit 0; fi; \
	echo "Installing" $$missing; mkdir -p build; \
	{ $$as apt-get -qq update && $$as env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq install -y --no-install-recommends $$missing; } >build/apt.log 2>&1 \
		|| { tail -n 5 build/apt.log; echo "They could not be installed (see build/apt.log)."; }

clean:
	rm -rf $(VENV) build dist output .mypy_cache .pytest_cache .ruff_cache
