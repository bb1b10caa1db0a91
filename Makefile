# Every way in: build, run, test, check, measure, install. `make help` lists them.
# Set-up is part of each target: a fresh clone needs nothing done by hand.

# A shell without rustup's line in its profile still finds cargo.
export PATH := $(PATH):$(HOME)/.cargo/bin

CARGO_LOCKED := $(if $(CI),--locked)
PREFIX ?= /usr
SUITE ?= socket
ROUNDS ?= 3
COMMIT = $(shell git describe --always --dirty --abbrev=40 --exclude='*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test check audit fmt bench install setup-build setup-test release

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# stdout belongs to edged from here on: it prints what to try, and nothing else may.
run: release ## a simulated model behind edged, in the foreground; ARGS=.. is handed to edged
	@exec target/release/edged --user --share-dir models/share --sim sim $(ARGS)

test: setup-test ## all tests; the last line is the total
	@scripts/test

check: setup-build ## formatting, lints and the rules of the house
	cargo fmt --all --check
	cargo clippy --workspace --all-targets $(CARGO_LOCKED) -- -D warnings
	cargo test -q -p edge-core --test architecture $(CARGO_LOCKED)

audit: ## licences, bans and sources of all dependencies
	@command -v cargo-deny >/dev/null \
	  || { echo "audit: cargo-deny is missing: cargo install --locked cargo-deny" >&2; exit 1; }
	cargo deny --locked check licenses bans sources

fmt: setup-build ## format the code
	cargo fmt --all

bench: release ## measure; SUITE=socket ROUNDS=3; leaves bench/out/SUITE.json
	@cargo build --release -p edge-bench $(CARGO_LOCKED)
	@target/release/edge-bench $(SUITE) --bin-dir target/release --rounds $(ROUNDS) \
	  $(if $(COMMIT),--commit $(COMMIT))

install: release ## into DESTDIR=, under PREFIX=/usr
	install -D -m 0755 -t "$(DESTDIR)$(PREFIX)/bin" target/release/edged target/release/edgectl
	install -D -m 0755 -t "$(DESTDIR)$(PREFIX)/lib/edged" target/release/edge-worker

setup-build:
	@scripts/setup cargo cc curl

setup-test:
	@scripts/setup cargo cc curl python3

release: setup-build
	@EDGED_COMMIT=$(COMMIT) cargo build --release -p edged -p edgectl -p edge-engine --bins $(CARGO_LOCKED) >&2
