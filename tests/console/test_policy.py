"""`guichet policy`: what an admin sees and does, with either source of truth."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.load import load_policy
from console.cli import guichet
from tests.config.small import SMALL, edited, written

OTHER = edited(SMALL, "Service clients", "Accueil")
BROKEN = edited(SMALL, "routing:", "rooting:")
SAYING = ("--author", "marie", "--reason", "un essai")


class Admin:
    """An admin at the command line."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        self.file = written(folder / "config")
        patch.setenv("GUICHET_POLICY", str(self.file))
        patch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{folder / 'guichet.db'}")
        self.source("console")

    def source(self, name: str) -> None:
        self._patch.setenv("GUICHET_POLICY_SOURCE", name)

    def says(self, *words: str) -> Result:
        return CliRunner().invoke(guichet, ["policy", *words])

    def publishes(self, text: str = SMALL, *saying: str) -> str:
        """Write the policy, publish it, and return its version."""
        written(self.folder / "config", text)
        result = self.says("publish", *(saying or SAYING))
        assert result.exit_code == 0, result.output
        return load_policy(self.file).version


@pytest.fixture
def admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Admin:
    return Admin(tmp_path, monkeypatch)


def test_what_is_published_is_listed_with_who_and_why(admin: Admin) -> None:
    first = admin.publishes()
    second = admin.publishes(OTHER, "--author", "paul", "--reason", "l'accueil  d'abord")
    result = admin.says("list")

    newest, oldest = result.stdout.splitlines()
    assert newest.endswith(f"  {second}  console  paul  l'accueil d'abord")
    assert oldest.endswith(f"  {first}  console  marie  un essai")
    assert result.stderr == ""


def test_before_anything_ran_there_is_nothing_to_list_or_write(admin: Admin) -> None:
    assert admin.says("list").stdout == "No policy has run here yet.\n"
    assert "No policy has run here yet." in admin.says("export", str(admin.folder / "out")).stderr


def test_what_is_broken_is_not_published_and_every_problem_is_told(admin: Admin) -> None:
    good = admin.publishes()
    written(admin.folder / "config", BROKEN)
    result = admin.says("publish", *SAYING)

    assert result.exit_code == 1
    assert 'policy.yaml:12:1: unknown key "rooting" (did you mean "routing"?)' in result.stdout
    assert "nothing was published" in result.stderr
    assert good in admin.says("list").stdout.splitlines()[0]


def test_the_same_again_is_no_news(admin: Admin) -> None:
    version = admin.publishes()

    assert admin.says("publish", *SAYING).stdout == f"Version {version} is in force already.\n"
    assert len(admin.says("list").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "saying", [(), ("--author", "marie"), ("--author", "marie", "--reason", "  "), ("--author", "x" * 501)]
)
def test_nobody_publishes_without_saying_who_and_why(admin: Admin, saying: tuple[str, ...]) -> None:
    assert admin.says("publish", *saying).exit_code == 2
    assert admin.says("list").stdout == "No policy has run here yet.\n"


def test_back_to_the_one_before_or_to_a_named_one(admin: Admin) -> None:
    first = admin.publishes()
    second = admin.publishes(OTHER)

    assert f"Version {first} is published" in admin.says("rollback", *SAYING).stdout
    assert f"Version {second} is published" in admin.says("rollback", second[:6], *SAYING).stdout
    versions = [line.split()[2] for line in admin.says("list").stdout.splitlines()]
    assert versions == [second, first, second, first]


def test_with_a_single_version_there_is_nothing_to_go_back_to(admin: Admin) -> None:
    version = admin.publishes()
    result = admin.says("rollback", *SAYING)

    assert result.exit_code == 1
    assert f"{version} is the only version that ran here" in result.stderr


def test_a_version_that_never_ran_is_told(admin: Admin) -> None:
    admin.publishes()

    assert "No version ffff ran here" in admin.says("show", "ffff").stderr


def test_digits_that_fit_two_versions_are_not_guessed(admin: Admin) -> None:
    first, second = sorted((admin.publishes(), admin.publishes(OTHER)))

    assert f"could be {first} or {second}: write more of it" in admin.says("show", "").stderr


def test_a_version_is_shown_with_its_files(admin: Admin) -> None:
    version = admin.publishes()
    shown = admin.says("show", version).stdout

    assert f"{version}  console  marie  un essai" in shown
    assert SMALL in shown
    assert "# ---- messages/en.yaml" in shown


def test_what_differs_between_two_versions(admin: Admin) -> None:
    first = admin.publishes()
    second = admin.publishes(OTHER)
    lines = admin.says("diff", first).stdout.splitlines()

    assert [line for line in lines if line.startswith(("-", "+"))] == [
        "--- policy.yaml",
        "+++ policy.yaml",
        "-otherwise: {group: Service clients}",
        "+otherwise: {group: Accueil}",
    ]
    assert admin.says("diff", second, second).stdout == f"Nothing differs between {second} and {second}.\n"


def test_files_come_back_to_the_byte_with_their_comments(admin: Admin) -> None:
    text = "# é : commentaire\r\n" + SMALL.replace("\n", "\r\n")
    admin.file.write_bytes(text.encode())
    version = load_policy(admin.file).version
    assert admin.says("publish", *SAYING).exit_code == 0
    out = admin.folder / "out"
    result = admin.says("export", str(out))

    assert result.stdout == f"Version {version} is in {out}.\n"
    for name in ("policy.yaml", "messages/fr.yaml", "messages/en.yaml"):
        assert (out / name).read_bytes() == (admin.file.parent / name).read_bytes()
    assert load_policy(out / "policy.yaml").version == version


def test_files_in_the_way_are_only_replaced_when_asked_for(admin: Admin) -> None:
    first = admin.publishes()
    admin.publishes(OTHER)
    refused = admin.says("export", str(admin.file.parent), "--version", first)
    assert refused.exit_code == 1
    assert "policy.yaml. Say --overwrite" in refused.stderr
    assert "Accueil" in admin.file.read_text("utf-8")

    assert admin.says("export", str(admin.file.parent), "--version", first, "--overwrite").exit_code == 0
    assert load_policy(admin.file).version == first


def test_a_language_too_many_is_told_rather_than_mixed_in(admin: Admin) -> None:
    admin.publishes()
    german = admin.file.parent / "messages" / "de.yaml"
    german.write_bytes((german.parent / "fr.yaml").read_bytes())
    result = admin.says("export", str(admin.file.parent), "--overwrite")

    assert result.exit_code == 1
    assert "take away de.yaml" in result.stderr


def test_where_the_files_rule_publishing_and_going_back_say_what_to_do_instead(admin: Admin) -> None:
    first = admin.publishes()
    admin.publishes(OTHER)
    admin.source("files")
    published, back = admin.says("publish", *SAYING), admin.says("rollback", *SAYING)

    assert published.exit_code == back.exit_code == 1
    assert "run `guichet check` and commit" in published.stderr
    assert f"guichet policy export {admin.file.parent} --version {first} --overwrite" in back.stderr
    assert len(admin.says("list").stdout.splitlines()) == 2


def test_the_list_says_what_waits_on_disk_and_what_is_broken_there(admin: Admin) -> None:
    admin.publishes()
    admin.source("files")
    waiting = load_policy(written(admin.folder / "config", OTHER)).version
    assert f"The files on disk are version {waiting}" in admin.says("list").stdout

    written(admin.folder / "config", BROKEN)
    stderr = admin.says("list").stderr
    assert "a running service keeps the last good version" in stderr
    assert "policy.yaml:12:1: unknown key" in stderr


@pytest.fixture
def own(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second brand with a policy of its own, beside the common one; its file."""
    file = written(admin.folder / "b", OTHER)
    for name, value in {"KIND": "zendesk", "URL": "https://b.zendesk.com", "POLICY": str(file)}.items():
        monkeypatch.setenv(f"GUICHET_MARQUE_B_{name}", value)
    monkeypatch.setenv("GUICHET_HELPDESKS", "marque-b,marque-c")
    for name, value in {"KIND": "zendesk", "URL": "https://c.zendesk.com"}.items():
        monkeypatch.setenv(f"GUICHET_MARQUE_C_{name}", value)
    return file


def test_a_helpdesks_own_policy_is_published_and_taken_back_by_itself(admin: Admin, own: Path) -> None:
    common = admin.publishes()
    first = load_policy(own).version
    assert admin.says("publish", "--helpdesk", "marque-b", *SAYING).exit_code == 0
    written(own.parent, edited(SMALL, "Service clients", "Guichet"))
    second = load_policy(own).version
    assert admin.says("publish", "--helpdesk", "marque-b", *SAYING).exit_code == 0

    lines = admin.says("list", "--helpdesk", "marque-b").stdout.splitlines()
    assert [line.split()[2] for line in lines] == [second, first]
    assert [line.split()[2] for line in admin.says("list").stdout.splitlines()] == [common]
    assert "+otherwise: {group: Guichet}" in admin.says("diff", first, "--helpdesk", "marque-b").stdout
    assert f"Version {first} is published" in admin.says("rollback", "--helpdesk", "marque-b", *SAYING).stdout
    assert f"{second}  console" in admin.says("show", second, "--helpdesk", "marque-b").stdout
    exported = admin.says("export", str(admin.folder / "out"), "--helpdesk", "marque-b").stdout
    assert exported.startswith(f"Version {first} is in ")
    assert common in admin.says("list").stdout


@pytest.mark.usefixtures("own")
def test_whoever_shares_the_common_policy_is_told_so(admin: Admin) -> None:
    result = admin.says("publish", "--helpdesk", "marque-c", *SAYING)

    assert result.exit_code == 1
    assert "marque-c shares the common policy: leave --helpdesk out." in result.stderr


@pytest.mark.usefixtures("own")
def test_where_each_has_its_own_policy_one_has_to_be_named(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_ZENDESK_URL", "")
    monkeypatch.setenv("GUICHET_MARQUE_C_POLICY", str(admin.file))

    assert "(marque-b, marque-c): say which with --helpdesk" in admin.says("list").stderr
    monkeypatch.setenv("GUICHET_HELPDESKS", "marque-b")
    assert admin.says("list").stdout == "No policy has run here yet.\n"
