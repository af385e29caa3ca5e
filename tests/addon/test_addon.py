"""The Zammad add-on: its Ruby is right by Ruby's own judgement, and the package holds it to the byte."""

import json
import re
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.cli import guichet
from integration.helpdesks.zammad.addon.package import VERSION, package

HERE = Path(__file__).parent
ADDON = Path(__file__).parents[2] / "integration/helpdesks/zammad/addon"
RUBY = shutil.which("ruby")
FILES = sorted((ADDON / "files").rglob("*.rb"))

needs_ruby = pytest.mark.skipif(RUBY is None, reason="ruby is not installed: apt-get install ruby")


def run_ruby(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(RUBY), *arguments], capture_output=True, text=True, timeout=60, check=False)


@needs_ruby
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_ruby_finds_no_mistake_and_no_doubt(path: Path) -> None:
    checked = run_ruby("-wc", str(path))

    assert (checked.stdout.strip(), checked.stderr) == ("Syntax OK", "")


@needs_ruby
@pytest.mark.parametrize("test", ["purge_test.rb", "door_test.rb"])
def test_the_ruby_tests_pass_without_a_warning(test: str) -> None:
    ran = run_ruby("-w", str(HERE / test))

    assert ran.returncode == 0, ran.stdout
    assert " 0 failures, 0 errors, 0 skips" in ran.stdout
    assert ran.stderr == ""


def test_the_package_is_what_zammad_installs(tmp_path: Path) -> None:
    built = CliRunner().invoke(guichet, ["zammad-addon", "build", str(tmp_path / "new")])
    package = json.loads((tmp_path / "new" / "guichet.zpm").read_bytes())

    assert built.exit_code == 0
    assert (package["name"], package["version"]) == ("Guichet", VERSION)
    assert {one["location"]: b64decode(one["content"]) for one in package["files"]} == {
        path.relative_to(ADDON / "files").as_posix(): path.read_bytes() for path in FILES
    }
    assert {one["permission"] for one in package["files"]} == {"644"}


def test_zammad_finds_the_migration_by_the_package_name() -> None:
    locations = [one["location"] for one in json.loads(package())["files"]]
    migrations = [place for place in locations if place.startswith("db/addon/guichet/")]

    # Zammad splits VERSION_name.rb at the first underscore and calls the class of that name.
    assert len(migrations) == 1
    assert re.fullmatch(r"db/addon/guichet/\d{14}_guichet_purge_permission\.rb", migrations[0])


def test_building_twice_gives_the_same_bytes_and_names_no_path_of_this_machine() -> None:
    assert package() == package()
    assert str(Path.cwd()).encode() not in package()


def test_the_ruby_says_the_version_that_the_package_has() -> None:
    assert f"VERSION  = '{VERSION}'" in (ADDON / "files/app/services/guichet/purge.rb").read_text()


def test_every_file_says_its_licence() -> None:
    assert FILES
    assert all("SPDX-License-Identifier: AGPL-3.0-or-later" in path.read_text() for path in FILES)
    assert "Affero General Public License" in (ADDON / "NOTICE").read_text()
