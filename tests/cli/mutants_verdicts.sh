# scripts/mutants.sh tells its four verdicts apart, on a small tree with one tested and one untested function;
# and it refuses a table that is not whole and a test that fails without any mutant.
set -euo pipefail
export KEYFALL_NO_INSTALL=1
mutants=$1/scripts/mutants.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/tests"
cd "$tree"

cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(small C)
enable_testing()
add_executable(test_sum sum.c)
add_test(NAME sum COMMAND test_sum)
END
cat >sum.c <<'END'
static int sum(int a, int b) {
    return a + b;
}
static int untested(int a) {
    return a * 3;
}
int main(int count, char **words) {
    (void)words;
    int bad = 0;
    bad += sum(1, 2) != 3;
    bad += 0 * untested(count);
    return bad;
}
END
block() { printf 'mutant %s\nfile sum.c\nfind %s\nreplace %s\ntests %s\n\n' "$@"; }
{
    printf '# a remark\n'
    block caught 'return a + b;' 'return a - b;' '^sum$'
    block missed 'return a * 3;' 'return a * 4;' '^sum$'
    block broken 'return a + b;' 'return a +;' '^sum$'
    block gone 'return a / b;' 'return a;' '^sum$'
    block twice '}' '' '^sum$'
    block removed 'bad += sum(1, 2) != 3;' '' '^sum$'
} >tests/mutants.txt
git init -q

expect() { grep -Eq "$1" "$work/out" || { echo "no line matches '$1' in:"; cat "$work/out"; exit 1; }; }
run() {
    status=0
    "$mutants" --tree "$tree" "$@" >"$work/out" 2>&1 || status=$?
}

run
[[ $status == 1 ]] || { echo "survivors gave exit $status"; exit 1; }
expect '^killed +caught '
expect '^SURVIVED +missed '
expect '^does not build +broken '
expect '^does not apply +gone '
expect '^does not apply +twice '
expect '^SURVIVED +removed '
expect '^1 of 6 mutants killed$'

run caught
[[ $status == 0 ]] || { echo "a killed mutant gave exit $status"; exit 1; }
run --check caught missed
[[ $status == 0 ]] || { echo "lines that are there gave exit $status"; exit 1; }
run --check
[[ $status == 1 ]] || { echo "lines that are gone gave exit $status"; exit 1; }
expect '^gone: no longer applies'
run nobody
[[ $status == 2 ]] || { echo "an unknown name gave exit $status"; exit 1; }

sed -i 's/!= 3/!= 4/' sum.c
run caught
[[ $status == 1 ]] || { echo "a test that fails anyway gave exit $status"; exit 1; }
expect 'without any mutant, the tests \^sum\$ do not pass'

printf 'mutant half\nfile sum.c\n' >tests/mutants.txt
run --check
[[ $status == 2 ]] || { echo "half a block gave exit $status"; exit 1; }
expect "mutants.txt:2: the last block ends before its line 'find'"
