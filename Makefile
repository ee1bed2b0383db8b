# Redstart. `make help` lists the targets.

GO        ?= go
BIN       := bin/redstart
FUZZTIME  ?= 20s
ADDR_ARGS ?=
GOFUMPT   := $(GO) run mvdan.cc/gofumpt@v0.12.0
STATIC    := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the static binary bin/redstart
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o $(BIN) ./cmd/redstart

run: ## serve on 6379; more arguments by ADDR_ARGS='--port 6380'
	$(GO) run ./cmd/redstart $(ADDR_ARGS)

tools: ## install what the tests use beside Go: redis-server and redis-cli, where apt-get can
	@scripts/install-tools

test: tools ## run all tests
	$(GO) test -count=1 ./...

race: tools ## run all tests with the race detector
	$(GO) test -count=1 -race ./...

lint: ## gofumpt, vet on Linux, macOS and Windows, staticcheck; the import rule is a test of package server
	@out=$$($(GOFUMPT) -l .); if [ -n "$$out" ]; then echo "gofumpt would change:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	GOOS=darwin $(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	$(STATIC) ./...

check: lint race ## everything CI checks

test-crash: ## kill -9 under load, 50 rounds: every acknowledged write must be found after the restart
	$(GO) test ./integration -run Crash -crash-rounds 50 -timeout 30m -v

test-clients: build ## run client libraries, queues, locks and caches against it; ONLY='bullmq asynq', SERVER=path of another
	@scripts/test-clients --server "$(or $(SERVER),$(BIN))" $(CLIENT_ARGS) $(ONLY)

bench-clients: build ## BullMQ's time for 10,000 jobs, beside redis-server
	@scripts/test-clients --server $(BIN) --speed redis-server

fuzz: ## run every fuzz target for FUZZTIME each
	@scripts/fuzz $(FUZZTIME)

bench: ## in-process benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-redis: build ## compare with redis-server on one core each; SET=quick, core, aof, always, types, memory or all
	@scripts/bench-redis $(BIN) --set $(or $(SET),quick)

bench-http: build ## compare HTTP with RESP, with wrk; SET=http, stores, many (100,000 of them) or all
	@scripts/bench-http $(BIN) --set $(or $(SET),http)

bench-latency: ## GETs while another client runs KEYS * over a million keys, beside redis-server
	$(GO) test -count=1 ./integration -run ReadersDuringKeys -v -latency-keys 1000000

oracle: tools ## replay the transcripts live against redis-server and against us; ORACLE=path names the redis-server (8.0)
	$(GO) test ./integration -run Transcripts -oracle "$(or $(ORACLE),redis-server)"

docs: ## regenerate redstart.conf
	$(GO) test ./server/config -run TestConfFile -update

.PHONY: help build run tools test race lint check test-crash test-clients bench-clients fuzz bench bench-redis bench-http bench-latency oracle docs
