# Every shell script of the repository parses, and those that people call can be executed.
set -euo pipefail
cd "$1"
count=0
while IFS= read -r script; do
    bash -n "$script"
    count=$((count + 1))
done < <(find scripts tests .ci -name '*.sh' -o -path .ci/run)
for script in .ci/run scripts/{run,test,format,fresh,mutants,golden}.sh; do
    [[ -x $script ]] || { echo "$script is not executable"; exit 1; }
done
((count >= 8)) || { echo "found only $count scripts"; exit 1; }
