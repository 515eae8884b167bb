# run.sh becomes the program: arguments, folder, standard input, exit status and a clean standard output; it
# rebuilds what changed, two at once do not disturb each other, and a build that fails says why. test.sh fails
# on a skipped test. Shown on a small tree with the same scripts.
set -euo pipefail
export KEYFALL_NO_INSTALL=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/a\ tree
mkdir -p "$tree/scripts" "$work/elsewhere"
cp "$1"/scripts/{setup,run,test}.sh "$tree/scripts"
cat >"$tree/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(small C)
add_executable(keyfall main.c)
enable_testing()
add_test(NAME runs COMMAND ${CMAKE_COMMAND} -E true)
add_test(NAME skips COMMAND ${CMAKE_COMMAND} -E false)
set_tests_properties(skips PROPERTIES SKIP_RETURN_CODE 1)
END
cat >"$tree/main.c" <<'END'
#include <stdio.h>
#include <unistd.h>
int main(int count, char **words) {
    char folder[4096], line[64] = "";
    if (!getcwd(folder, sizeof folder) || !fgets(line, sizeof line, stdin)) return 99;
    printf("first %d [%s] [%s] %s %s", count, words[1], words[2], folder, line);
    return 7;
}
END
fail() { echo "$@"; exit 1; }
run() {
    status=0
    (cd "$work/elsewhere" && echo typed | "$tree/scripts/run.sh" verb 'two words') >"$1.out" 2>"$1.err" || status=$?
}

run "$work/one" &
run "$work/two"
two=$status
wait $!
[[ $two == 7 ]] || { cat "$work/two.err"; fail "exit status $two instead of the program's 7"; }
expected="first 3 [verb] [two words] $work/elsewhere typed"
for which in one two; do
    [[ $(cat "$work/$which.out") == "$expected" ]] || { cat "$work/$which".*; fail "run $which printed that"; }
done

before=$(stat -c %y "$tree/build/keyfall")
run "$work/again"
[[ ! -s $work/again.err ]] || { cat "$work/again.err"; fail "a run with nothing to do spoke"; }
[[ $(stat -c %y "$tree/build/keyfall") == "$before" ]] || fail "a run with nothing to do rebuilt"

sed -i 's/first/second/' "$tree/main.c"
run "$work/changed"
grep -q '^second 3' "$work/changed.out" || fail "a changed source was not rebuilt"

cp -R "$tree" "$work/moved"
(cd "$work/moved" && sed -i 's/second/moved/' main.c && echo typed | ./scripts/run.sh a b >"$work/moved.out" 2>&1) || true
grep -q '^moved 3' "$work/moved.out" || { cat "$work/moved.out"; fail "a copied tree ran another tree's program"; }

echo 'int broken(' >>"$tree/main.c"
run "$work/broken"
[[ $status == 70 ]] || fail "a failed build gave exit $status"
[[ ! -s $work/broken.out ]] || fail "a failed build wrote to standard output"
grep -q 'main.c' "$work/broken.err" || fail "a failed build did not say why"
sed -i '$d' "$tree/main.c"

status=0
"$tree/scripts/test.sh" >"$work/skip.out" 2>&1 || status=$?
((status == 1)) || { cat "$work/skip.out"; fail "a skipped test gave exit $status"; }
status=0
"$tree/scripts/test.sh" -R runs >"$work/whole.out" 2>&1 || status=$?
((status == 0)) || { cat "$work/whole.out"; fail "a passing test gave exit $status"; }
grep -q '100% tests passed, 0 tests failed out of 1' "$work/whole.out" || fail "ctest's closing line is missing"
status=0
"$tree/scripts/test.sh" -R nothing_like_it >/dev/null 2>&1 || status=$?
((status != 0)) || fail "running no test passed"
