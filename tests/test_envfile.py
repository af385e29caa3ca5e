import stat
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from integration import envfile

_values = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029"), max_size=40
)


def test_other_lines_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nGUICHET_A=1\nOTHER='x y'\nGUICHET_A=2\n", "utf-8")
    envfile.put(file, {"GUICHET_A": "3", "GUICHET_B": "b"})
    assert file.read_text("utf-8") == "# mine\nGUICHET_A=3\nOTHER='x y'\nGUICHET_B=b\n"


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\n")
    file.chmod(0o644)
    envfile.put(file, {"A": "2"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_value_of_two_lines_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\n")
    with pytest.raises(ValueError, match="one line"):
        envfile.put(file, {"A": "2\nB=3"})
    assert file.read_text() == "A=1\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\n")
    with pytest.raises(UnicodeEncodeError):
        envfile.put(file, {"A": "\ud800"})
    assert file.read_text() == "A=1\n"
    assert list(tmp_path.iterdir()) == [file]


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    assert envfile.read(tmp_path / ".env") == {}


@given(value=_values)
def test_what_is_written_is_read_back_by_us_and_by_the_settings_reader(
    value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("env") / ".env"
    envfile.put(file, {"A": value, "B": "after"})
    assert envfile.read(file) == {"A": value, "B": "after"}
    assert dotenv_values(file, interpolate=False) == {"A": value, "B": "after"}
