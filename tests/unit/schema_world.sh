# Every world that test_world_json writes, the random ones too, is what docs/formats/world.schema.json says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$2" "$folder"
files=("$folder"/*.json)
((${#files[@]} == 41)) || { echo "41 worlds expected, found ${#files[@]}"; exit 1; }
python3 "$1/tests/check_schema.py" "$1/docs/formats/world.schema.json" "${files[@]}"
