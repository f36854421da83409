"""What a start remembers: its secrets, what it has prepared, and what it tells a newcomer."""

from pathlib import Path

import pytest

from partnercenter.embedded import keys, preparation
from partnercenter.embedded.greeting import greeting
from partnercenter.embedded.preparation import STEPS, Step, due, fingerprint, record, settle


def test_a_step_is_due_again_only_when_its_files_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By content: a fresh checkout of the same files changes nothing."""
    monkeypatch.setattr(preparation, "ROOT", tmp_path)
    step, file = Step("texts", (), ("texts/*.txt",)), tmp_path / "texts" / "one.txt"
    file.parent.mkdir()
    file.write_text("one")
    before = fingerprint(step)
    file.unlink()
    file.write_text("one")
    assert fingerprint(step) == before
    file.write_text("two")
    assert fingerprint(step) != before


def test_demo_data_is_a_matter_of_the_first_start(tmp_path: Path) -> None:
    """DEMO=0 then means none for ever; left out later, it changes nothing."""
    assert due(tmp_path, demo=True) == ["database", "static", "demo"]
    assert due(tmp_path, demo=False) == ["database", "static"]
    for name in ("database", "static"):
        record(tmp_path, name, fingerprint(STEPS[name]))
    settle(tmp_path, demo=False)
    assert due(tmp_path, demo=True) == []
    assert not preparation.has_demo(tmp_path)


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    """The environment may give the two keys at any start, the demo password at the first."""
    first = keys.load(tmp_path, {"DEMO_PASSWORD": "chosen"})
    assert first["DEMO_PASSWORD"] == "chosen"
    assert all(len(first[name]) >= 32 for name in ("SECRET_KEY", "LINK_KEY"))
    assert (tmp_path / keys.FILE).stat().st_mode & 0o777 == 0o600
    assert keys.load(tmp_path, {"DEMO_PASSWORD": "late"}) == first
    assert keys.load(tmp_path, {"LINK_KEY": "given"}) == first | {"LINK_KEY": "given"}


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    """None of them is a default."""
    one, other = keys.make({}), keys.make({})
    assert not set(one.values()) & set(other.values())


def test_the_inbox_is_named_only_when_mails_go_there() -> None:
    """With a mail server there is none."""
    url = "http://127.0.0.1:8000"
    assert f"{url}/inbox/" in greeting(url, password="secret", inbox=True)
    assert "/inbox/" not in greeting(url, password="secret", inbox=False)


def test_without_demo_data_the_way_to_begin_is_named() -> None:
    """No sign-ins that do not exist."""
    told = greeting("http://127.0.0.1:8000", password="", inbox=True)
    assert "add_partner" in told
    assert "admin@provider.example" not in told
