"""The schema that editors use says the same as the loader."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from config import generate
from tests.config.small import SHIPPED, SMALL


def test_the_committed_schema_is_fresh() -> None:
    assert generate.main(["--check"]) == 0


def test_a_stale_schema_is_told_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "TARGET", tmp_path / "policy.schema.json")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "policy.schema.json is stale: run `python -m config.generate`\n"
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize("text", [(SHIPPED / "policy.yaml").read_text("utf-8"), SMALL], ids=["shipped", "small"])
def test_what_loads_is_valid_for_editors(text: str) -> None:
    # an older reader than ours, on purpose: no key of the language may mean something else to it (as `on` would)
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))
    jsonschema.Draft202012Validator(json.loads(generate.schema())).validate(document)


def test_an_unknown_key_and_an_empty_value_are_marked_by_editors() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(generate.schema()))
    document = {**yaml.safe_load(SMALL), "statement": {}, "currency": None}
    document["checks"] = {"amount": {"at_most": None}}
    assert len(list(validator.iter_errors(document))) == 3


def test_the_policy_tells_editors_where_its_schema_is() -> None:
    first = (SHIPPED / "policy.yaml").read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={generate.TARGET.name}"
