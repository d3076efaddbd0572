# The verbs of the house. `make` alone lists them. The longer ones are scripts in Scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test check format fuzz simulate bench docs package town clean

SWIFT ?= swift
# The Swift runtime is linked in: one file to carry, and a quicker start.
RELEASE = -c release --static-swift-stdlib
# Where `make run` keeps the sample government, and where it serves it.
DATA ?= data
PORT ?= 8080
# How many live through the year of `make simulate`.
RESIDENTS ?= 10000
# How long `make fuzz` looks at each target.
SECONDS ?= 60

help: ## Lists the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Installs what is missing, builds, and serves the sample government at http://localhost:8080
	@Scripts/install-debian build
	$(SWIFT) build $(RELEASE) --product polity
	@exec "$$($(SWIFT) build $(RELEASE) --show-bin-path)/polity" serve --demo --data "$(DATA)" --port "$(PORT)"

test: ## Installs the test tools, builds, and runs every test on both databases
	@Scripts/test

check: ## Layout, warnings as errors, the laws of the house
	@Scripts/check

format: ## Lays every source file out as swift format wants it
	swift format --in-place --recursive --parallel Sources Tests Plugins Package.swift

fuzz: ## Feeds rules and models what libFuzzer thinks of, a minute each: SECONDS=600 for longer
	@Scripts/fuzz $(SECONDS)

simulate: ## A year of a town against a release build: RESIDENTS=10000, and POLITY_SEED=… to repeat one
	@Scripts/install-debian build
	POLITY_TEST_ENGINES=$${POLITY_TEST_ENGINES:-sqlite} POLITY_TESTS=Simulation RESIDENTS=$(RESIDENTS) $(SWIFT) test -c release -Xswiftc -enable-testing \
		--scratch-path .build-simulate --filter SimulationTests

bench: ## Measures a release build beside a bare server of the same run
	@Scripts/install-debian build bench
	@Benchmarks/run

docs: ## Writes the reference of commands from the program itself and checks every link
	$(SWIFT) build --product polity
	@Scripts/make-docs

package: ## Makes a Debian package of a release build in .build-package/
	@Scripts/install-debian build package
	@Deploy/make-package

town: ## Draws Larkhaven's streets anew
	@python3 Scripts/make-streets.py

clean: ## Removes what was built; never data/
	rm -rf .build .build-* .venv
