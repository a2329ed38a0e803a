# SPDX-License-Identifier: LGPL-2.1-or-later
document_tests = \
	tests/document/test-convert \
	tests/document/test-fields \
	tests/document/test-plain-document \
	tests/document/test-rebase \
	tests/document/test-text-diff \
	tests/document/test-xl-document \
	tests/document/test-xl-oracle \
	tests/document/test-xml-corpus \
	tests/document/test-xml-document \
	tests/document/test-xml-hostile
check_PROGRAMS += $(document_tests)
TESTS += $(document_tests)

tests_document_test_convert_SOURCES = %D%/test-convert.c
tests_document_test_convert_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_document_test_convert_LDADD = $(unit_test_libs) $(test_lib)
tests_document_test_fields_SOURCES = %D%/test-fields.c
tests_document_test_fields_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_document_test_fields_LDADD = $(unit_test_libs) $(test_lib)
tests_document_test_plain_document_SOURCES = %D%/test-plain-document.c
tests_document_test_plain_document_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_document_test_plain_document_LDADD = $(unit_test_libs) $(test_lib)
tests_document_test_rebase_SOURCES = %D%/test-rebase.c
tests_document_test_rebase_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_document_test_rebase_LDADD = $(unit_test_libs) $(test_lib)
tests_document_test_text_diff_SOURCES = %D%/test-text-diff.c
tests_document_test_text_diff_CFLAGS = $(unit_test_cflags)
tests_document_test_text_diff_LDADD = $(unit_test_libs)
tests_document_test_xl_document_SOURCES = %D%/test-xl-document.c
tests_document_test_xl_document_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_document_test_xl_document_LDADD = $(unit_test_libs) $(test_lib)
# What it compares is private to the library: compiled into it. Nothing else links libxlutil.
tests_document_test_xl_oracle_SOURCES = %D%/test-xl-oracle.c %D%/test-xl-oracle.h \
	%D%/test-xl-oracle-conversion.c %D%/test-xl-oracle-devices.c \
	src/libyado/document/yado-xl-disk.c \
	src/libyado/document/yado-xl-options.c \
	src/libyado/document/yado-xl-parse.c
tests_document_test_xl_oracle_CFLAGS = $(unit_test_cflags) $(test_lib_cflags) $(XLUTIL_CFLAGS)
tests_document_test_xl_oracle_LDADD = $(unit_test_libs) $(test_lib) $(XLUTIL_LIBS)
tests_document_test_xml_corpus_SOURCES = %D%/test-xml-corpus.c
tests_document_test_xml_corpus_CFLAGS = $(unit_test_cflags)
tests_document_test_xml_corpus_LDADD = $(unit_test_libs)
tests_document_test_xml_document_SOURCES = %D%/test-xml-document.c
tests_document_test_xml_document_CFLAGS = $(unit_test_cflags) $(test_lib_cflags)
tests_document_test_xml_document_LDADD = $(unit_test_libs) $(test_lib)
tests_document_test_xml_hostile_SOURCES = %D%/test-xml-hostile.c
tests_document_test_xml_hostile_CFLAGS = $(unit_test_cflags)
tests_document_test_xml_hostile_LDADD = $(unit_test_libs)

EXTRA_DIST += tests/data/xl/README.md \
	tests/data/xl/bad-bracket.cfg \
	tests/data/xl/bad-crlf.cfg \
	tests/data/xl/bad-last-comment.cfg \
	tests/data/xl/bad-python.cfg \
	tests/data/xl/bad-quote.cfg \
	tests/data/xl/drbd.cfg \
	tests/data/xl/escapes.cfg \
	tests/data/xl/hvm-numa.cfg \
	tests/data/xl/hvm-windows.cfg \
	tests/data/xl/no-final-break.cfg \
	tests/data/xl/pv-old.cfg \
	tests/data/xl/pvh.cfg

EXTRA_DIST += tests/data/xml/README.md \
	tests/data/xml/crlf.xml \
	tests/data/xml/hand-written.xml \
	tests/data/xml/kvm-i440fx.xml \
	tests/data/xml/kvm-q35.xml \
	tests/data/xml/lxc-container.xml \
	tests/data/xml/one-line.xml \
	tests/data/xml/qemu-aarch64.xml \
	tests/data/xml/test-default.xml \
	tests/data/xml/xen-dom0.xml \
	tests/data/xml/xen-hvm-uefi.xml \
	tests/data/xml/xen-hvm-windows.xml \
	tests/data/xml/xen-minimal.xml \
	tests/data/xml/xen-pv-bootloader.xml \
	tests/data/xml/xen-pv-kernel.xml \
	tests/data/xml/xen-pvh.xml \
	tests/data/xml/hostile/attribute-lt.xml \
	tests/data/xml/hostile/bad-reference.xml \
	tests/data/xml/hostile/bad-utf8.xml \
	tests/data/xml/hostile/billion-laughs.xml \
	tests/data/xml/hostile/blank.xml \
	tests/data/xml/hostile/cdata.xml \
	tests/data/xml/hostile/comment.xml \
	tests/data/xml/hostile/control.xml \
	tests/data/xml/hostile/deep.xml \
	tests/data/xml/hostile/double-attribute.xml \
	tests/data/xml/hostile/empty.xml \
	tests/data/xml/hostile/external-dtd.xml \
	tests/data/xml/hostile/external-entity.xml \
	tests/data/xml/hostile/latin1.xml \
	tests/data/xml/hostile/not-a-domain.xml \
	tests/data/xml/hostile/nul.xml \
	tests/data/xml/hostile/surrogate.xml \
	tests/data/xml/hostile/text-only.xml \
	tests/data/xml/hostile/two-roots.xml \
	tests/data/xml/hostile/unbound-close.xml \
	tests/data/xml/hostile/unclosed.xml \
	tests/data/xml/hostile/undefined-entity.xml \
	tests/data/xml/hostile/utf16.xml \
	tests/data/xml/hostile/wrong-close.xml

# Not a test: it runs as long as it is told to.
EXTRA_PROGRAMS += tests/document/fuzz-xl
tests_document_fuzz_xl_SOURCES = %D%/fuzz-xl.c
tests_document_fuzz_xl_CFLAGS = $(unit_test_cflags)
tests_document_fuzz_xl_LDADD = $(unit_test_libs)
.PHONY: fuzz
fuzz: tests/document/fuzz-xl
	tests/document/fuzz-xl $(srcdir)/tests/data/xl/*.cfg $(srcdir)/tests/data/xml/*.xml
