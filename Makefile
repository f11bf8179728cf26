# The one entry point for people and for CI. `make help` lists the targets.

SWIFT ?= swift
# Arguments for the program that a target runs, for example: make run ARGS="--port 9000"
ARGS ?=
SWIFT_FILES := Package.swift Sources Simulations Tests Examples Benchmarks

.DEFAULT_GOAL := help
.PHONY: deps build run cluster-local test simulate bench bench-recurrence bench-kafka bench-postgres bench-relay bench-dapr bench-fan-out bench-api bench-reminders bench-start chaos fuzz-recurrence fuzz-filter fuzz-icalendar fuzz-csv fuzz-export fuzz-cursor fuzz-token fuzz-socket fuzz-http check-recurrence check-dapr check-api check-threads check-leaks format lint clean help

deps: ## Install the system packages that are missing (apt)
	@scripts/install-dependencies

build: deps ## Build everything for debugging
	$(SWIFT) build

run: deps ## Build and start the server on http://localhost:8000 (ARGS="--port 9000" for another port)
	$(SWIFT) build --product todo
	.build/debug/todo serve $(ARGS)

cluster-local: deps ## Run each service as a process of its own, with PostgreSQL and stand-ins for Dapr (ARGS="--replicas 2")
	$(SWIFT) build --product todo
	$(SWIFT) build --product dapr-emulator
	scripts/cluster-local $(ARGS)

test: deps ## Build and run every test
	$(SWIFT) build --build-tests
	$(if $(ARGS),$(SWIFT) test --skip-build $(ARGS),scripts/test)

simulate: ## Run the simulator on twenty seeds (ARGS="replay --seed 7" for another command)
	$(SWIFT) build --configuration release --product simulate
	.build/release/simulate $(if $(ARGS),$(ARGS),run --scenario full-system --seeds 1...20 --faults swarm)

bench: ## Measure the simulator's speed
	$(SWIFT) build --configuration release --product simulate
	.build/release/simulate bench $(ARGS)

bench-recurrence: ## Measure the expansion of recurrence rules
	$(SWIFT) run --package-path Benchmarks --configuration release recurrence-benchmark $(ARGS)

bench-kafka: deps ## Measure the Kafka bus beside librdkafka alone, against mock brokers
	$(SWIFT) run --package-path Benchmarks --configuration release kafka-benchmark

bench-postgres: deps ## Measure creates on PostgreSQL beside pgbench (ARGS="64 10 3": clients, seconds, turns)
	scripts/bench-postgres $(ARGS)

bench-relay: deps ## Measure the relay from a full outbox on PostgreSQL to a bus, beside its statements alone
	scripts/bench-relay

bench-dapr: deps ## Measure the Dapr adapters over HTTP to the emulator, beside plain requests (ARGS="3": turns)
	scripts/bench-dapr $(ARGS)

bench-fan-out: deps ## Measure live updates beside other servers (ARGS="wide many saturation idle -- todo nchan")
	scripts/bench-fan-out $(ARGS)

bench-api: deps ## Measure creating and listing tasks over HTTP beside FastAPI, pgbench and nginx (ARGS="--turns 5 postgres fastapi")
	scripts/bench-api $(ARGS)

bench-reminders: deps ## Measure how late 10,000 reminders of one second come (ARGS="--turns 1 embedded")
	scripts/bench-reminders $(ARGS)

bench-start: deps ## Measure the start of the server, its memory at rest and its size (ARGS="10": turns)
	scripts/bench-start $(ARGS)

chaos: deps ## 200 live clients for ten minutes, while the sockets' replicas are restarted and killed (ARGS="60" for a minute)
	$(SWIFT) build --build-tests
	CHAOS_SECONDS=$(or $(ARGS),600) $(SWIFT) test --skip-build --filter ChaosTests

fuzz-recurrence: ## Read random and damaged rules for five minutes (ARGS="10" for ten seconds)
	RECURRENCE_FUZZ_SECONDS=$(or $(ARGS),300) $(SWIFT) test --filter RecurrenceFuzzTests

fuzz-filter: ## Read random and damaged filters of task lists for five minutes (ARGS="10" for ten seconds)
	FILTER_FUZZ_SECONDS=$(or $(ARGS),300) $(SWIFT) test --filter TaskFilterFuzzTests

fuzz-icalendar: ## Read damaged calendar files for ten minutes (ARGS="10" for ten seconds)
	ICALENDAR_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --filter CalendarPropertyTests

fuzz-csv: ## Read damaged tables for ten minutes (ARGS="10" for ten seconds)
	CSV_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --filter TableTests

fuzz-export: ## Read damaged exports for ten minutes (ARGS="10" for ten seconds)
	EXPORT_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --filter ExportTests

fuzz-cursor: ## Read damaged cursors of lists for ten minutes (ARGS="10" for ten seconds)
	CURSOR_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --filter CursorFuzzTests

fuzz-token: ## Read damaged tokens and key sets for ten minutes (ARGS="10" for ten seconds)
	TOKEN_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --no-parallel --filter TokenFuzzTests

fuzz-socket: ## Give damaged frames to WebSocket sessions for ten minutes (ARGS="10" for ten seconds)
	SOCKET_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --filter SocketFuzzTests

fuzz-http: ## Send damaged requests and handshakes to a server for ten minutes (ARGS="10" for ten seconds)
	HTTP_FUZZ_SECONDS=$(or $(ARGS),600) $(SWIFT) test --filter ConnectionFuzzTests

check-recurrence: ## Compare random recurrence rules with python-dateutil
	$(SWIFT) build --product todo
	scripts/check-recurrence $(ARGS)

check-dapr: ## Check what Dapr is told, the files in dapr, against the code
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter DeploymentTests

check-api: deps ## Check the documented interface with drawn requests (ARGS="20 --wiring cluster": minutes, wiring)
	$(SWIFT) build --product todo
	$(SWIFT) build --product dapr-emulator
	scripts/check-api $(ARGS)

check-threads: deps ## Run the adapters' tests under ThreadSanitizer (ARGS="--filter PoolTests" for some of them)
	scripts/check-sanitized thread $(ARGS)

check-leaks: deps ## Run the adapters' tests and look for memory that was lost (ARGS as for check-threads)
	scripts/check-sanitized leak $(ARGS)

format: ## Format every Swift file in place
	$(SWIFT) format --in-place --recursive --parallel $(SWIFT_FILES)

lint: ## Check format and habits; changes nothing
	$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_FILES)
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter TidyTests

clean: ## Remove build products
	rm -rf .build

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
