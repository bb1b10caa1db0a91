# Every way in: build, run, test, check, measure, install. `make help` lists them.
# Set-up is part of each target: a fresh clone needs nothing done by hand.

# A shell without rustup's line in its profile still finds cargo.
export PATH := $(PATH):$(HOME)/.cargo/bin

CARGO_LOCKED := $(if $(CI),--locked)
PREFIX ?= /usr
SUITE ?= socket
ROUNDS ?= 3
SECONDS ?= 60
GOLDEN_VENV := .venv-golden
MODEL_VENV := .venv-model
MORE_VENV := .venv-more
MINUTES ?= 75
COMMIT = $(shell git describe --always --dirty --abbrev=40 --exclude='*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test test-clients-more check audit fmt fuzz asan bench golden model model-smoke install test-aarch64
.PHONY: hw-tests setup-build setup-test setup-fuzz setup-model setup-runtime release

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# stdout belongs to edged from here on: it prints what to try, and nothing else may.
run: setup-runtime release ## a simulated model behind edged, in the foreground; ARGS=.. is handed to edged
	@exec target/release/edged --user --share-dir models/share --sim sim $(ARGS)

test: setup-test ## all tests; the last line is the total
	@scripts/test

test-clients-more: $(MORE_VENV)/requirements.installed setup-build ## litellm and llm through `edgectl exec`, unmodified; takes 300 MB
	cargo build --workspace --bins $(CARGO_LOCKED)
	EDGED_CLIENTS_MORE=1 $(MORE_VENV)/bin/python -m pytest -p no:cacheprovider tests/clients/more

check: setup-build ## formatting, lints and the rules of the house
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --workspace --all-targets $(CARGO_LOCKED) -- -D warnings
	cargo test -q -p edge-core --test architecture $(CARGO_LOCKED)

audit: ## licences, bans and sources of all dependencies
	@command -v cargo-deny >/dev/null \
	  || { echo "audit: cargo-deny is missing: cargo install --locked cargo-deny" >&2; exit 1; }
	cargo deny --locked check licenses bans sources

fmt: setup-build ## format the code
	cargo fmt --all
	cargo fmt --manifest-path fuzz/Cargo.toml

fuzz: setup-fuzz ## feed the parsers what nobody would; SECONDS=60 TARGET=
	@SECONDS_EACH=$(SECONDS) TARGET=$(TARGET) FEATURES=$(FEATURES) scripts/fuzz

# The stable toolchain carries the sanitizer; a target of its own keeps build scripts out of it. One test
# counts the memory that the process holds, and the sanitizer keeps what was freed.
asan: setup-fuzz setup-runtime ## the engine's tests under AddressSanitizer; FEATURES=planted must go red
	RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address cargo test -p edge-engine --lib $(CARGO_LOCKED) $(if $(FEATURES),--features $(FEATURES)) \
	  --target $(shell rustc -vV | sed -n 's/^host: //p') --target-dir target/asan \
	  -- --skip ort::tests::a_session_that_is_gone_leaves_no_memory_behind

test-aarch64: ## the worker for aarch64 answers the reference models in an emulator; MODELS="NAME .." picks some
	@MODELS="$(MODELS)" scripts/test-aarch64

ifeq ($(SUITE),load)
bench: $(GOLDEN_VENV)/requirements.installed
endif
bench: setup-runtime release ## measure; SUITE=socket|load ROUNDS=3; leaves bench/out/SUITE.json
ifeq ($(SUITE),load)
	@$(GOLDEN_VENV)/bin/python bench/load/measure.py --rounds $(ROUNDS) $(if $(COMMIT),--commit $(COMMIT))
else
	@cargo build --release -p edge-bench $(CARGO_LOCKED)
	@target/release/edge-bench $(SUITE) --bin-dir target/release --rounds $(ROUNDS) \
	  $(if $(COMMIT),--commit $(COMMIT))
endif

golden: $(GOLDEN_VENV)/requirements.installed ## write the tests' model folders anew; ONLY="NAME .." writes some; takes GBs
	@$(GOLDEN_VENV)/bin/python models/golden/make.py $(ONLY)
	@$(if $(ONLY),:,$(GOLDEN_VENV)/bin/python models/golden/templates.py)

model: $(MODEL_VENV)/requirements.installed ## train the boxed model from nothing; MINUTES=75; goes on after a break; takes GBs
	@$(MODEL_VENV)/bin/python models/recipes/make.py --minutes $(MINUTES) $(ARGS)

model-smoke: $(MODEL_VENV)/requirements.installed ## the same in five minutes and small; fails if nothing was learned
	@$(MODEL_VENV)/bin/python models/recipes/make.py --smoke $(ARGS)

# Opt-in: without CONFIRM=yes it says what it would do to this machine, and stops.
hw-tests: ## measure CUDA on this machine's GPU; CONFIRM=yes PYTHON=, its README says what PYTHON needs
	@CONFIRM=$(CONFIRM) PYTHON=$(PYTHON) hw-tests/run $(ARGS)

install: release ## programs, manual pages, completions, shared files; into DESTDIR=, under PREFIX=/usr
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" scripts/install target/release

setup-build:
	@scripts/setup cargo cc curl

setup-fuzz:
	@scripts/setup cargo cc c++ curl

setup-test:
	@scripts/setup cargo cc curl python3

setup-model:
	@scripts/setup cc c++ python3

setup-runtime: setup-test
	@scripts/setup-onnxruntime

$(GOLDEN_VENV)/requirements.installed: models/golden/requirements.txt | setup-test
	python3 -m venv --clear $(GOLDEN_VENV)
	$(GOLDEN_VENV)/bin/python -m pip install --quiet -r $<
	@touch $@

$(MORE_VENV)/requirements.installed: tests/clients/more/requirements.txt | setup-test
	python3 -m venv --clear $(MORE_VENV)
	$(MORE_VENV)/bin/python -m pip install --quiet -r $<
	@touch $@

$(MODEL_VENV)/requirements.installed: models/recipes/requirements.txt | setup-model
	python3 -m venv --clear $(MODEL_VENV)
	$(MODEL_VENV)/bin/python -m pip install --quiet -r $<
	@touch $@

release: setup-build
	@EDGED_COMMIT=$(COMMIT) cargo build --release -p edged -p edgectl -p edge-engine --bins $(CARGO_LOCKED) >&2
