# What is done by hand and by .ci/run alike. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

LISTEN ?= 127.0.0.1:8080
DATABASE ?= grapevine.db
KEY ?= grapevine.key
# Scenarios with commas between; none: all but the long ones.
WHAT ?=
FUZZ_SECONDS ?= 60
ROUNDS ?= 100
# Of a soak to run again; none: a new one.
SEED ?=

SOURCES := Package.swift Sources Tests Benchmarks Migrations
# Swift's libraries go into the binary, so that it runs where no Swift is.
RELEASE := -c release --static-swift-stdlib
BINARY := .build/release/grapevine
# What Grapevine is compared with is a package of its own, in a folder of its own: its dependencies are none of ours.
PEERS := --package-path Benchmarks/Peers --scratch-path .build-peers
FORMAT := --configuration .swift-format --recursive --parallel

.PHONY: help run build test lint format smoke bench soak fuzz sanitize setup clean

comma := ,

help: ## List the targets.
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS=$$'\t' read -r target does; do printf '%-8s %s\n' "$$target" "$$does"; done

run: build ## Build and serve on LISTEN with DATABASE; the first start makes an admin key in KEY.
	@.ci/first-key '$(BINARY)' '$(DATABASE)' '$(KEY)' '$(LISTEN)'
	@exec $(BINARY) serve --listen '$(LISTEN)' --database '$(DATABASE)'

build: setup ## Build the release binary.
	swift build $(RELEASE) --product grapevine

test: ## Run all tests.
	@.ci/setup run test
	swift test

lint: ## Check the form of all sources.
	swift format lint --strict $(FORMAT) $(SOURCES)

format: ## Put the form of all sources right.
	swift format --in-place $(FORMAT) $(SOURCES)

smoke: build ## Try the release binary over real HTTP.
	@.ci/smoke $(BINARY)

bench: build ## Measure rates, sizes and waits, under abuse too: all, or WHAT=redirect,orders; Benchmarks/README.md.
	@.ci/setup run bench
	swift build $(RELEASE) --product Benchmarks
	$(if $(filter peer,$(subst $(comma), ,$(WHAT))),swift build $(RELEASE) $(PEERS) --product Peer)
	@PEER=.build-peers/release/Peer .build/release/Benchmarks $(BINARY) $(subst $(comma), ,$(WHAT))

soak: build ## Kill the release binary ROUNDS times under load: nothing acknowledged is lost; SEED=N runs one again.
	swift build $(RELEASE) --product Soak
	@.build/release/Soak $(ROUNDS) $(SEED)

fuzz: setup ## Fuzz what reads strangers' bytes, each reader for FUZZ_SECONDS.
	@.ci/fuzz $(FUZZ_SECONDS)

sanitize: ## Run all tests under ThreadSanitizer, then under AddressSanitizer.
	@.ci/setup run test
	@.ci/sanitize

setup: ## Install what building and running need from Debian's packages.
	@.ci/setup run

clean: ## Remove what was built; databases and keys stay.
	rm -rf .build .build-peers
