"""Writing policy.schema.json, by which editors complete and check policy.yaml: `python -m config.generate`."""

import json
import sys
from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from config.schema import PolicyPart

TARGET = Path(__file__).with_name("policy.schema.json")


class _WithoutNull(GenerateJsonSchema):
    """A key without a value is an error in the policy, so editors should not offer null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        described = super().default_schema(schema)
        return {key: value for key, value in described.items() if (key, value) != ("default", None)}


def schema() -> str:
    """The JSON Schema of policy.yaml, as text."""
    described = PolicyPart.model_json_schema(by_alias=True, schema_generator=_WithoutNull)
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or with --check say whether it is fresh: 0 when it is, 1 when it is stale."""
    if arguments == ["--check"]:
        fresh = TARGET.is_file() and TARGET.read_text("utf-8") == schema()
        if not fresh:
            sys.stderr.write(f"{TARGET.name} is stale: run `python -m config.generate`\n")
        return 0 if fresh else 1
    TARGET.write_text(schema(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
