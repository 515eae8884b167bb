# What the tests of verbs share. The caller sets root, keyfall and work.
fail() { echo "$@"; cat "$work/out" "$work/err"; exit 1; }
run() { # a verb and its words; its streams land in $work, its exit status in $status
    status=0
    "$keyfall" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    ran="keyfall $*"
}
expect() { # exit status and a pattern in what was printed (errors when it is not 0 or 1)
    [[ $status == "$1" ]] || fail "$ran: exit $status, not $1"
    local where=$work/out
    [[ $1 == 2 ]] && where=$work/err
    tr '\n' ' ' <"$where" | tr -s ' ' | grep -Eq -- "$2" || fail "$ran: nothing matches '$2'"
}
fits() { # 80 columns
    ! grep -Pn '^.{81,}' "$work/out" || fail "$ran: a line is wider than 80 columns"
}
plain() { # ASCII only
    ! LC_ALL=C grep -Pn '[^\x00-\x7f]' "$work/out" || fail "$ran: not ASCII"
    fits
}
valid() { # against docs/formats/$1.schema.json
    [[ $status == 0 ]] || fail "$ran: exit $status"
    python3 "$root/tests/check_schema.py" "$root/docs/formats/$1.schema.json" "$work/out" || fail "$ran: not valid"
}
