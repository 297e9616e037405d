# trade_exposure: PostgreSQL extension, built with PGXS for 15, 17 and 18.
#
#   make demo   install what is missing, build, load real data, answer the questions, write report.html
#   make shell  psql on the data of the demo, until you leave it
#   make test   install what is missing, build, run every test
#   make bench  measure side by side with plain SQL and other engines
#   make fuzz   feed mutated input to the types and parsers for some minutes
#   make sanitize   run regress, pgTAP and sweeps under AddressSanitizer and UBSan
#   make valgrind   run regress and pgTAP under Valgrind, many hours, in parts
#   make test-long  both, and sqlsmith, fuzzing, a full disk, damaged pages
#   make coverage   run the tests and say how much of the C code they reach
#   make dist   the release archive of the committed state
#
# These need nothing but git and make; the rest (all, install, clean)
# is plain PGXS and needs PostgreSQL's server headers.

EXTENSION = trade_exposure
EXTVERSION = $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" $(EXTENSION).control)

# the wings of the house, from the ground up
WINGS := $(shell sed -n 's/^[0-9]* \([a-z]*\) .*/\1/p' src/WINGS)
SOURCES := $(sort $(foreach wing,$(WINGS),$(wildcard src/$(wing)/*.c)))
TABLES = $(patsubst tools/make_%_tables.pl,src/codes/%_tables.inc,$(wildcard tools/make_*_tables.pl))
MODULE_big = $(EXTENSION)
OBJS = $(SOURCES:.c=.o)
DATA_built = $(EXTENSION)--$(EXTVERSION).sql
# how to get from a released version to the next, and the whole script of each that was released
DATA = $(wildcard sql/update/*.sql) $(filter-out sql/release/$(DATA_built),$(wildcard sql/release/*.sql))
# parts that are the same function in several forms are made from a template
MADE_PARTS = $(patsubst %.in,%,$(wildcard sql/install/*.sql.in))
INSTALL_PARTS = $(sort $(wildcard sql/install/*.sql) $(MADE_PARTS))
EXTRA_CLEAN = $(TABLES) $(MADE_PARTS) $(wildcard src/*/*.[do]) $(EXTENSION)--*.sql $(EXTENSION)--*.sql.tmp report.html

# one pg_regress file per topic; test/regress/sql/<topic>.sql shows, test/regress/expected/<topic>.out must equal
REGRESS = $(sort $(basename $(notdir $(wildcard test/regress/sql/*.sql))))
REGRESS_OPTS = --inputdir=test/regress --load-extension=$(EXTENSION)

# Hidden by default, on every version: modules are loaded RTLD_GLOBAL, and
# PGXS before 16 would export each of our internal names.
PG_CPPFLAGS = -Isrc
PG_CFLAGS = -fvisibility=hidden -Wall -Wextra -Wno-unused-parameter \
	-Wno-sign-compare -Wno-missing-field-initializers

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
# no bitcode: the functions are too long to inline, and it doubles the build
override with_llvm = no
SHLIB_LINK = -lm

.DEFAULT_GOAL = all
.PHONY: demo shell test bench fuzz coverage sanitize valgrind test-long dist

demo shell test bench fuzz coverage sanitize valgrind:
	@tools/$@.sh

test-long:
	@tools/test_long.sh

# what is committed, and the install script, by which PGXN finds the extension
dist: $(DATA_built)
	bash tools/check_version.sh
	git archive --format=zip --prefix=$(EXTENSION)-$(EXTVERSION)/ --add-file=$(DATA_built) -o $(EXTENSION)-$(EXTVERSION).zip HEAD

sql/install/%.sql: sql/install/%.sql.in tools/expand_sql.pl
	perl tools/expand_sql.pl $< > $@.tmp && mv $@.tmp $@

# The server reads the script in the database's encoding, which may lack our
# signs (CREATE EXTENSION would fail in EUC_JP): only ASCII goes in.
# The folder counts too: a part may come, go, or get another number.
$(DATA_built): $(INSTALL_PARTS) sql/install $(EXTENSION).control
	cat $(INSTALL_PARTS) | sed 's/→/==>/g; s/…/.../g; s/–/-/g; s/−/-/g; s/×/x/g; s/Σ/sum of/g; s/≥/>=/g; s/≤/<=/g' > $@.tmp
	! LC_ALL=C grep -n '[^ -~[:blank:]]' $@.tmp
	mv $@.tmp $@

ifneq ($(wildcard $(PGXS)),)
include $(PGXS)

# What each object was made of, as the compiler writes it down; an object
# without such a list is made anew.  A server built with --enable-depend sees
# to that itself.
ifneq ($(autodepend),yes)
override CPPFLAGS += -MMD -MP
LISTS := $(wildcard $(OBJS:.o=.d))
include $(LISTS)
.PHONY: no_list
$(filter-out $(LISTS:.d=.o),$(OBJS)): no_list
endif

# the version, which the control file says
src/base/extension_sql.o: override CPPFLAGS += -DTE_VERSION='"$(EXTVERSION)"'
src/base/extension_sql.o: $(EXTENSION).control

# loops over vectors of many numbers
src/propagation/jacobi.o src/propagation/krylov.o src/propagation/solve.o src/propagation/system.o: CFLAGS += $(CFLAGS_VECTORIZE)

src/codes/country.o: src/codes/country_tables.inc
src/codes/hs_codes.o: src/codes/hs_code_tables.inc
src/codes/hs_class.o: src/codes/hs_class_tables.inc
src/codes/hs_convert.o: src/codes/hs_tables.inc
src/codes/hs_name.o: src/codes/hs_name_tables.inc
src/codes/words.o: src/codes/words_tables.inc

src/codes/%_tables.inc: tools/make_%_tables.pl tools/csv.pl tools/hs_lists.pl $(wildcard data/*.csv data/*.csv.gz)
	perl $< > $@.tmp && mv $@.tmp $@
else ifeq ($(filter demo shell test bench fuzz coverage sanitize valgrind test-long dist,$(MAKECMDGOALS)),)
$(error PostgreSQL's server headers are missing: install postgresql-server-dev-15 (or later), or run "make test" or "make demo", which install what they need)
endif
