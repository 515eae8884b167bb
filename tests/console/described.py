"""Answers of the console beside docs/formats/openapi.json."""

import json
import os
import re

import jsonschema

FORMATS = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "formats")


def _read(name):
    with open(os.path.join(FORMATS, name), encoding="utf-8") as file:
        return json.load(file)


class Description:
    def __init__(self):
        self.document = _read("openapi.json")
        base = "file:///formats/"
        store = {base + "openapi.json": self.document}
        for name in ("result", "answers", "assessment"):
            schema = _read(f"{name}.schema.json")
            del schema["$id"]  # a urn: references inside would be looked for from there
            store[f"{base}{name}.schema.json"] = schema
        self.resolver = jsonschema.RefResolver(base + "openapi.json", self.document, store=store)
        self.seen = set()

    def _validate(self, value, schema, where):
        faults = [f"{error.json_path}: {error.message[:200]}"
                  for error in jsonschema.Draft202012Validator(schema, resolver=self.resolver).iter_errors(value)]
        assert not faults, f"{where}: {faults[:3]}"

    def _operation(self, method, path):
        path = path.removeprefix("/api/v1")
        for template, item in self.document["paths"].items():
            if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", template), path):
                return template, item.get(method.lower())
        return None, None

    def check_request(self, method, path, body):
        _, operation = self._operation(method, path)
        self._validate(body, operation["requestBody"]["content"]["application/json"]["schema"], f"{method} {path}")

    def check_answer(self, method, path, status, body):
        """Errors of paths that do not exist have the same form as the others."""
        template, operation = self._operation(method, path)
        if not operation:
            self.check_part("Error", body)
            return
        assert str(status) in operation["responses"], f"{method} {template}: status {status} is not described"
        self.seen.add(operation["operationId"])
        content = operation["responses"][str(status)].get("content")
        if content and "application/json" in content:
            self._validate(body, content["application/json"]["schema"], f"{method} {template} {status}")

    def check_part(self, name, value):
        self._validate(value, {"$ref": f"#/components/schemas/{name}"}, name)

    def check_event(self, name, data):
        self.seen.add(name)
        self.check_part("Run" + name.capitalize(), data)

    def operations(self, tag=None):
        """Of an exercise with the tag "room", of the lab without one."""
        return {operation["operationId"] for item in self.document["paths"].values()
                for method, operation in item.items()
                if method in ("get", "post", "delete") and tag == operation.get("tags", [None])[0]}
