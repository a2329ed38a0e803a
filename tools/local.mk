# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/packages %D%/setup.sh %D%/layers %D%/layers.table %D%/potfiles %D%/screenshots

.PHONY: layers indent
# Who includes and links whom, against tools/layers.table; make check does the same.
layers: all
	$(srcdir)/%D%/layers $(srcdir) $(builddir)

# Rewrites our C sources as .clang-format says.
indent:
	find $(srcdir)/src $(srcdir)/tests -name '*.[ch]' -exec $(CLANG_FORMAT) -i {} +

.PHONY: update-potfiles update-po
update-potfiles:
	$(srcdir)/%D%/potfiles $(srcdir) > $(srcdir)/po/POTFILES.in

# Brings po/*.po up to date with the sources; then translate what is new, in po/ja.po first.
update-po: update-potfiles
	$(MAKE) -C po update-po
