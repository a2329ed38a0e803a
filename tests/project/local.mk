# SPDX-License-Identifier: LGPL-2.1-or-later
# The rules of the project itself: what is shipped, translated, installed; who may include whom.
EXTRA_DIST += %D%/tap.sh
project_tests = %D%/test-data %D%/test-layers %D%/test-translations %D%/test-install
dist_check_SCRIPTS += $(project_tests)
TESTS += $(project_tests)

# Installing links the modules anew and takes the built ones away meanwhile: after all other tests.  (Named by a variable, as automake
# would give up its own rule for the log.)
install_log = tests/project/test-install.log
$(install_log): $(filter-out $(install_log),$(TEST_LOGS))
