# Blobsight. "make" alone lists the targets.

GO      ?= go
PYTHON  ?= python3
TOOL    := $(GO) tool -modfile=tools.mod
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
ORT_VERSION := 1.30.0
# The libraries of Standard Webhooks, for Python and for Node.
WEBHOOKS_PYTHON := 1.1.0
WEBHOOKS_NODE   := 1.1.1
# Amazon's clients for Python; each AWS CLI wants the boto3 of its day.
AWSCLI_VERSION  := 1.46.3
BOTO3_VERSION   := 1.44.8
VERSITYGW_VERSION := v1.8.0
CFN_LINT_VERSION := 1.58.0
MOTO_VERSION := 5.2.1
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

test-receivers: ## run the receivers in Python and Node of docs/callbacks.md (pip and npm get what they need)
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	{ $(PYTHON) -m venv "$$dir/venv" && "$$dir/venv/bin/pip" install -q standardwebhooks==$(WEBHOOKS_PYTHON); } >&2 || \
		{ rm -rf "$$dir/venv"; echo "skipped: the receiver in Python: there is no python3 with venv, or its package cannot be had" >&2; }; \
	npm install --prefix "$$dir" --silent --no-fund --no-audit standardwebhooks@$(WEBHOOKS_NODE) >&2 || \
		{ rm -rf "$$dir/node_modules"; echo "skipped: the receiver in Node: there is no npm, or its package cannot be had" >&2; }; \
	BLOBSIGHT_RECEIVERS="$$dir" $(GO) test -count=1 -run Receivers ./e2e
.PHONY: test-receivers

test-clients: ## run boto3, the AWS CLI and the SDK for JavaScript against the twin of Rekognition (pip and npm get them)
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	{ $(PYTHON) -m venv "$$dir/venv" && "$$dir/venv/bin/pip" install -q boto3==$(BOTO3_VERSION) awscli==$(AWSCLI_VERSION); } >&2 || \
		{ rm -rf "$$dir/venv"; echo "skipped: boto3 and the AWS CLI: there is no python3 with venv, or their packages cannot be had" >&2; }; \
	{ node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' && \
		cp e2e/testdata/clients/package*.json "$$dir" && npm ci --prefix "$$dir" --silent --no-fund --no-audit --ignore-scripts; } >&2 || \
		{ rm -rf "$$dir/node_modules"; echo "skipped: the AWS SDK for JavaScript: there is no npm with Node 20, or its package cannot be had" >&2; }; \
	BLOBSIGHT_CLIENTS="$$dir" $(GO) test -count=1 -run Clients ./e2e
.PHONY: test-clients

AWS_PACKAGES := ./internal/bucket/s3 ./internal/store/dynamo ./internal/recognizer/rekognition ./internal/app/aws ./cmd/lambda ./deploy/aws

# The programs that stand for AWS: those that VERSITYGW=FILE and MOTO=FILE name, else
# they are installed. Without them what follows is skipped.
STAND_INS = set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; gateway='$(abspath $(VERSITYGW))'; moto='$(abspath $(MOTO))'; \
	if [ -z "$$gateway" ]; then gateway="$$dir/versitygw"; \
		GOBIN="$$dir" GOFLAGS= $(GO) install github.com/versity/versitygw/cmd/versitygw@$(VERSITYGW_VERSION) >&2 || \
			{ echo "skipped: $@: versitygw cannot be had" >&2; exit 0; }; \
	fi; \
	if [ -z "$$moto" ]; then moto="$$dir/venv/bin/moto_server"; \
		{ $(PYTHON) -m venv "$$dir/venv" && "$$dir/venv/bin/pip" install -q 'moto[server]==$(MOTO_VERSION)'; } >&2 || \
			{ echo "skipped: $@: there is no python3 with venv, or moto cannot be had" >&2; exit 0; }; \
	fi; \
	export BLOBSIGHT_VERSITYGW="$$gateway" BLOBSIGHT_MOTO="$$moto"

test-aws: ## test what runs on AWS with stand-ins (VERSITYGW=FILE is an S3, MOTO=FILE is moto_server, else they are installed; BLOBSIGHT_S3=URL names another S3)
	@$(STAND_INS); $(GO) test -count=1 $(AWS_PACKAGES)
.PHONY: test-aws

# The framework's settings are those of deploy/aws/.env, or of .env.example where there is none.
SERVERLESS = cd deploy/aws && { [ -x node_modules/.bin/serverless ] || npm ci --silent --no-fund --no-audit --ignore-scripts >&2; }

aws-package: ## build the functions' zip and package deploy/aws, offline and without credentials (STAGE=dev)
	@$(SERVERLESS) && \
	{ [ -f .env ] || [ -f .env.$(or $(STAGE),dev) ] || { echo "deploy/aws/.env is missing: packaged with the values of .env.example" >&2; set -a; . ./.env.example; set +a; }; } && \
	npx --no-install serverless package $(if $(STAGE),--stage $(STAGE))
.PHONY: aws-package

# W3005: the framework writes down dependencies that follow from references.
test-deploy: ## package deploy/aws with .env.example, check the template and that the zip can be made again (CFN_LINT=FILE, else pip gets it)
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	( $(SERVERLESS); set -a; . ./.env.example; set +a; \
		env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY -u AWS_SESSION_TOKEN -u AWS_PROFILE AWS_EC2_METADATA_DISABLED=true \
		AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_CONFIG_FILE=/dev/null npx --no-install serverless package --package "$$dir/package" ); \
	$(GO) run ./deploy/aws/bundle -o "$$dir/again.zip"; \
	cmp dist/lambda.zip "$$dir/again.zip"; \
	[ "$$(wc -c <dist/lambda.zip)" -lt 6000000 ] || { echo "dist/lambda.zip has 6 MB or more" >&2; exit 1; }; \
	template="$$dir/package/cloudformation-template-update-stack.json"; \
	BLOBSIGHT_AWS_TEMPLATE="$$template" $(GO) test -count=1 ./deploy/aws; \
	lint='$(if $(CFN_LINT),$(abspath $(CFN_LINT)))'; if [ -z "$$lint" ]; then \
		lint="$$dir/venv/bin/cfn-lint"; \
		{ $(PYTHON) -m venv "$$dir/venv" && "$$dir/venv/bin/pip" install -q cfn-lint==$(CFN_LINT_VERSION); } >&2 || \
			{ echo "skipped: cfn-lint: there is no python3 with venv, or its package cannot be had" >&2; exit 0; }; \
	fi; \
	"$$lint" --ignore-checks W3005 --regions '$(or $(REGION_NAME),eu-central-1)' --template "$$template" && echo "cfn-lint: clean"
.PHONY: test-deploy

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

chaos: ## send 10,000 callbacks to receivers that fail in every way, and kill the server in between (CHAOS_BLOBS=N)
	CHAOS_BLOBS=$(or $(CHAOS_BLOBS),10000) $(GO) test -count=1 -v -timeout 20m -run 'TestChaos$$' ./e2e
.PHONY: chaos

# Stories wait more than they work.
e2e-aws: ## run the stories of both sizes, and those of AWS, on an AWS of stand-ins (STORY=name runs one; VERSITYGW, MOTO as for test-aws)
	@$(STAND_INS); $(GO) test -count=1 $(if $(STORY),-v) -parallel 6 -run 'TestStoriesOfAWS/$(STORY)' ./e2e
.PHONY: e2e-aws

# Before Go 1.27 a target may fail for no reason but that its time is over, on a
# busy machine above all (go.dev/issue/75804); a failure that counts names its input.
fuzz: ## fuzz each target for a while (FUZZTIME=20s), and send 2,000 damaged requests to the twin of Rekognition
	MUTANTS=2000 $(GO) test -count=1 -v -run '^TestMutated$$' ./internal/rekapi
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
	UPDATE_DOCS=1 $(GO) test -count=1 -run 'Doc$$' ./cmd/blobsight ./internal/httpapi
.PHONY: generate

check: lint ## what a change must pass: lint, tests, fresh generated files, a tidy go.mod
	$(GO) mod tidy -diff
	$(GO) generate ./... && git diff --exit-code -- api
	$(GO) vet ./...
	$(GO) test ./...
.PHONY: check
