# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/project/tap.sh: TAP for shell scripts; to be sourced.
#
#   check "what is true" command...   runs it; its output becomes the comment of a failure
#   skip "what" "why"
#   finish                            prints the plan

tap_count=0

check() {
    tap_count=$((tap_count + 1))
    tap_name=$1
    shift
    if tap_output=$("$@" 2>&1); then
        echo "ok $tap_count - $tap_name"
    else
        echo "not ok $tap_count - $tap_name"
        printf '%s\n' "$tap_output" | sed 's/^/# /'
    fi
}

skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

# check, if the tool $1 is there.
check_with() {
    tap_tool=$1
    shift
    if command -v "$tap_tool" >/dev/null 2>&1; then
        check "$@"
    else
        skip "$1" "$tap_tool is not installed"
    fi
}

fails() {
    ! "$@"
}

finish() {
    echo "1..$tap_count"
}
