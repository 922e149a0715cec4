# Blobsight. "make" alone lists the targets.

GO      ?= go
PYTHON  ?= python3
TOOL    := $(GO) tool -modfile=tools.mod
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
ORT_VERSION := 1.30.0
export CGO_ENABLED ?= 0
# nodynamic: HEIC is decoded by what is built in, never by a library of the
# system; without it the binary would not be static.
TAGS    := nodynamic
export GOFLAGS := $(GOFLAGS) -tags=$(TAGS)

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
.PHONY: help

build: ## build bin/blobsight, one static binary
	@$(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/blobsight ./cmd/blobsight
.PHONY: build

run: build ## build and start a server: SQLite, files on disk, the embedded model (RUN= adds flags)
	@./bin/blobsight serve --callback-allow 127.0.0.0/8,::1/128 $(RUN)
.PHONY: run

test: ## run the tests, stories included (no network)
	$(GO) test ./...
.PHONY: test

race: ## run the tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race ./...
.PHONY: race

test-turbojpeg: ## run the tests of imaging with libjpeg-turbo (needs a C compiler and libturbojpeg0-dev)
	CGO_ENABLED=1 $(GO) test -tags=$(TAGS),turbojpeg -bench=12MP -benchtime=5x -count=1 -cpu=1 ./internal/imaging
.PHONY: test-turbojpeg

test-onnx: ## test with ONNX Runtime (ORT=FILE names the library; without it pip or npm gets one; needs a C compiler)
	@set -e; lib='$(abspath $(ORT))'; if [ -z "$$lib" ]; then \
		dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
		(cd "$$dir" && { python3 -m pip download -q --no-deps onnxruntime==$(ORT_VERSION) || npm pack --silent onnxruntime-node@$(ORT_VERSION); } >&2); \
		lib=$$($(GO) run ./cmd/blobsight engine install --data "$$dir/data" --from "$$(ls "$$dir"/onnxruntime*)"); \
	fi; \
	BLOBSIGHT_ORT_LIB="$$lib" CGO_ENABLED=1 $(GO) test -count=1 ./internal/engine/... ./internal/recognizer/onnx && \
	BLOBSIGHT_ORT_LIB="$$lib" CGO_ENABLED=1 $(GO) test -count=1 -run ONNX ./e2e
.PHONY: test-onnx

# MobileNetV2 with 8-bit integers changes its mind over one level of 255, so it is
# compared on the pixels of libjpeg-turbo, which Pillow uses; float32 on our own.
parity: ## compare answers with those of Pillow and ONNX Runtime (needs ../shared and what ORT=FILE, PYTHON=FILE name)
	@set -e; export CGO_ENABLED=1; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	compare() { \
		$(GO) run -tags=$(TAGS),$$2 ./bench/quality -models ../shared/models -model $$1 -describe >"$$dir/model.json"; \
		$(PYTHON) bench/quality/reference.py "$$dir/model.json" ../shared/images/imagenet >"$$dir/answers.jsonl"; \
		for engine in onnx portable; do echo "$$engine:"; \
			$(GO) run -tags=$(TAGS),$$2 ./bench/quality -data ../shared/images/imagenet -models ../shared/models -model $$1 \
				-engine $$engine -ort-lib '$(abspath $(ORT))' -parity "$$dir/answers.jsonl"; \
		done; \
	}; \
	compare bench/quality/mobilenetv2_fp32.yaml ""; \
	compare mobilenetv2-12-int8 turbojpeg
.PHONY: parity

train-test: ## lint and test training/ (needs PyTorch; PYTHON=FILE has everything, else an environment is made)
	@$(MAKE) -C training lint test $(if $(filter-out python3,$(PYTHON)),PYTHON='$(abspath $(PYTHON))')
.PHONY: train-test

e2e: ## run the stories alone, through the real binary (STORY=name runs one)
	$(GO) test -count=1 -v -run 'TestStories/$(STORY)' ./e2e
.PHONY: e2e

# Before Go 1.27 a target may fail for no reason but that its time is over, on a
# busy machine above all (go.dev/issue/75804); a failure that counts names its input.
fuzz: ## fuzz each target for a while (FUZZTIME=20s)
	@set -e; log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	for pkg in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
		for target in $$(grep -ho --include='*_test.go' '^func Fuzz[A-Za-z0-9]*' $$pkg/*_test.go | cut -c6-); do \
			echo "$$pkg $$target"; \
			{ $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(or $(FUZZTIME),20s) $$pkg || echo failed; } 2>&1 | tee "$$log"; \
			if grep -qx failed "$$log" && { grep -qE 'Failing input|seed corpus' "$$log" || \
				! grep -qx ' *context deadline exceeded' "$$log"; }; then exit 1; fi; \
		done; \
	done
.PHONY: fuzz

bench: ## measure the sizes of bench/README.md on this machine
	$(GO) run ./bench
.PHONY: bench

lint: ## look for mistakes, broken import rules and wrong formatting
	$(TOOL) golangci-lint run ./...
.PHONY: lint

fmt: ## format everything
	$(TOOL) golangci-lint fmt ./...
.PHONY: fmt

generate: ## make api/api.gen.go from api/openapi.yaml
	$(GO) generate ./...
	UPDATE_DOCS=1 $(GO) test -count=1 -run 'Doc$$' ./cmd/blobsight
.PHONY: generate

check: lint ## what a change must pass: lint, tests, fresh generated files, a tidy go.mod
	$(GO) mod tidy -diff
	$(GO) generate ./... && git diff --exit-code -- api
	$(GO) vet ./...
	$(GO) test ./...
.PHONY: check
