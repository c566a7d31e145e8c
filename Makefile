# The four verbs newcomers know: demo, test, check, docs. And: bench, serve.
# Each makes .venv when it is missing, and again when requirements.lock has changed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
DEMO ?= demo
CASE ?= $(DEMO)/case
# One more than the two cores there are: tests wait for servers, browsers and limits of time, which left a quarter of the processor idle.
WORKERS ?= 3

# Images of containers often forbid it. Then each of the hundreds of processes that the tests start compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test explore check docs words bench spark serve lock clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $(READY)

demo: $(READY)  ## a whole breach response on a sample breach
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	printf 'a passphrase for practice only\n' > $(DEMO)/passphrase && chmod 600 $(DEMO)/passphrase
	$(BIN)/stanch drill --people 2000 --seed 7 --out $(DEMO)/breach
# Ends with 1 when something needs attention, and in a breach something does.
	STANCH_KEY_FILE=$(DEMO)/passphrase $(BIN)/stanch respond $(DEMO)/breach/evidence -C $(CASE) --facts $(DEMO)/breach/facts.yaml --letters $(DEMO)/breach/letters.yaml --logs $(DEMO)/breach/logs --drill || [ $$? -eq 1 ]

test: $(READY)  ## all tests; the property tests try the same examples each time
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --hypothesis-profile=ci

explore: $(READY)  ## the property tests alone, with examples that nobody has seen yet
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m hypothesis --hypothesis-seed=random

check: $(READY)  ## lint, types, storeys, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config tests/layers.importlinter
	$(BIN)/python tests/sizes.py

words: $(READY)  ## the catalogues of the portal's languages, brought up to date; says what is not translated yet
	$(BIN)/python tests/portal/words_of_pages.py

docs: $(READY)  ## the documentation, warnings as errors
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

# Those of names need corpora that are not in the repository: see docs/measuring.md.
bench: $(READY)  ## the benchmarks that need nothing, one after the other
	for one in drill_score law_speed scan_tables scan_text scan_share start_up false_findings people_breach letters endurance traces; do echo "== $$one"; $(BIN)/python benchmarks/$$one.py || exit 1; done

spark: $(READY)  ## the extra that lets a cluster do the work (half a gigabyte; needs Java 17)
	$(BIN)/python -c 'import pyspark' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes --no-deps -r requirements-spark.lock

serve: $(READY)  ## the portal on the demo's case
	STANCH_KEY_FILE=$(DEMO)/passphrase $(BIN)/stanch serve -C $(CASE)

lock:  ## write the locks anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --extra dev --python-version 3.11 pyproject.toml -o requirements.lock
	echo 'pyspark>=4.1,<5' | uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11 - -o requirements-spark.lock

clean:
	rm -rf .venv $(DEMO) docs/_build docs/_generated
