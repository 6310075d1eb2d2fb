# make demo and make test are all a fresh machine with Swift 6 needs.

PREFIX ?= /usr/local
SOAK ?= 100000
INPUTS ?= 100000
SERVICES ?= 400
KILLS ?= 300
WORLDS ?= 3000

libraries = libncurses-dev libsqlite3-dev zlib1g-dev
sources = Package.swift Sources Tests Benchmarks themes
release = swift build -c release --static-swift-stdlib -Xlinker -s
apixo = .build/release/apixo

.PHONY: demo build install test lint format screenshots bench soak mutants crash-test clean

demo: build
	@$(apixo) --demo

build: libraries
	@$(release) --product apixo

install: build
	install -D -m 755 $(apixo) $(DESTDIR)$(PREFIX)/bin/apixo

test: libraries lint
	@Scripts/need.sh tmux
	swift build --build-tests
	swift test --skip-build --no-parallel

lint:
	swift format lint --strict --recursive $(sources)

format:
	swift format --in-place --recursive $(sources)

screenshots: build
	@Scripts/need.sh tmux xvfb xterm imagemagick fonts-dejavu-core
	Scripts/screenshots.sh

bench: build
	@Scripts/need.sh python3 python3-httpx tig ncdu
	@$(release) --product polls
	Scripts/bench.sh

soak: libraries
	swift build -c release --product soak
	swift build -c release --product apixo
	.build/release/soak --schedules $(SOAK) --inputs $(INPUTS) --services $(SERVICES)

mutants: libraries
	Scripts/mutants.sh $(WORLDS)

crash-test: libraries
	swift build --build-tests
	APIXO_KILLS=$(KILLS) swift test --skip-build --filter CrashTests

clean:
	rm -rf .build

.PHONY: libraries
libraries:
	@Scripts/need.sh $(libraries)
