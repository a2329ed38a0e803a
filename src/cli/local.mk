# SPDX-License-Identifier: LGPL-2.1-or-later
# yado is a small launcher; all commands are the module yado-cli, which it loads when it needs more than its own help.
cli_cflags = $(AM_CFLAGS) $(GLIB_CFLAGS) $(XML_CFLAGS)

if ENABLE_TUI
cli_tui_cppflags = -DENABLE_TUI
endif

noinst_LTLIBRARIES += libyado-cli.la
libyado_cli_la_SOURCES = \
	%D%/yado-cli-action.c \
	%D%/yado-cli-app.c \
	%D%/yado-cli-arguments.c %D%/yado-cli-arguments.h \
	%D%/yado-cli-change.c %D%/yado-cli-change.h \
	%D%/yado-cli-check.c \
	%D%/yado-cli-commands.c %D%/yado-cli-commands.h \
	%D%/yado-cli-console.c %D%/yado-cli-console.h %D%/yado-cli-edit.c %D%/yado-cli-exchange.c \
	%D%/yado-cli-create.c %D%/yado-cli-devices.c \
	%D%/yado-cli-foreign.c %D%/yado-cli-foreign.h \
	%D%/yado-cli-form.c %D%/yado-cli-form.h \
	%D%/yado-cli-guest-forms.c %D%/yado-cli-guest-forms.h \
	%D%/yado-cli-help.c \
	%D%/yado-cli-host-commands.c \
	%D%/yado-cli-hosts.c %D%/yado-cli-hosts.h \
	%D%/yado-cli-jobs.c %D%/yado-cli-jobs.h \
	%D%/yado-cli-json.c %D%/yado-cli-json.h \
	%D%/yado-cli-list.c \
	%D%/yado-cli-munin.c \
	%D%/yado-cli-listing.c \
	%D%/yado-cli-print.c %D%/yado-cli-print.h \
	%D%/yado-cli-prompt.c %D%/yado-cli-prompt.h \
	%D%/yado-cli-screenshot.c \
	%D%/yado-cli-set.c \
	%D%/yado-cli-show.c \
	%D%/yado-cli-snapshots.c %D%/yado-cli-snapshots.h \
	%D%/yado-cli.h
libyado_cli_la_CFLAGS = $(cli_cflags)
libyado_cli_la_CPPFLAGS = $(AM_CPPFLAGS) -DG_LOG_DOMAIN=\"yado-cli\" $(cli_tui_cppflags)
libyado_cli_la_LIBADD = libyado.la $(GLIB_LIBS) -lm
EXTRA_DIST += %D%/README.md

pkglib_LTLIBRARIES += yado-cli.la
yado_cli_la_SOURCES =
yado_cli_la_LIBADD = libyado-cli.la
yado_cli_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -export-symbols-regex '^yado_cli_main$$'

# Runs at build time only, from the same tables.
noinst_PROGRAMS += yado-cli-generate
yado_cli_generate_SOURCES = \
	%D%/yado-cli-generate.c %D%/yado-cli-generate.h \
	%D%/yado-cli-generate-completion.c %D%/yado-cli-generate-man.c
yado_cli_generate_CFLAGS = $(cli_cflags)
yado_cli_generate_LDADD = libyado-cli.la

bin_PROGRAMS += yado
yado_SOURCES = %D%/main.c %D%/yado-cli-index.h
nodist_yado_SOURCES = %D%/yado-cli-index.c
yado_CFLAGS = $(AM_CFLAGS) $(GLIB_ONLY_CFLAGS)
yado_LDADD = $(GLIB_ONLY_LIBS) -ldl

cli_generated = %D%/yado-cli-index.c data/yado.1 data/completion/yado data/completion/_yado data/completion/yado.fish
CLEANFILES += $(cli_generated)

%D%/yado-cli-index.c: yado-cli-generate$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && ./yado-cli-generate$(EXEEXT) index $@
data/yado.1: yado-cli-generate$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) data && ./yado-cli-generate$(EXEEXT) man $@
data/completion/yado: yado-cli-generate$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) data/completion && ./yado-cli-generate$(EXEEXT) bash $@
data/completion/_yado: yado-cli-generate$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) data/completion && ./yado-cli-generate$(EXEEXT) zsh $@
data/completion/yado.fish: yado-cli-generate$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) data/completion && ./yado-cli-generate$(EXEEXT) fish $@

nodist_man_MANS += data/yado.1
bashcompletiondir = $(datadir)/bash-completion/completions
nodist_bashcompletion_DATA = data/completion/yado
zshcompletiondir = $(datadir)/zsh/site-functions
nodist_zshcompletion_DATA = data/completion/_yado
fishcompletiondir = $(datadir)/fish/vendor_completions.d
nodist_fishcompletion_DATA = data/completion/yado.fish
