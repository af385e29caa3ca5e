"""`guichet simulate` over 1,000, 10,000 and 100,000 invented tickets in a file: how fast, and the most memory."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from integration.core.ticket import Attachment, Comment, Field, Priority, Requester, Role, Status, Ticket
from integration.trial.lines import line_of

SIZES = (1_000, 10_000, 100_000)
CURRENT = Path("config/policy.yaml")
MEGABYTE = 1024
BEGAN = datetime(2026, 8, 24, 8, tzinfo=UTC)
OPENINGS = (
    "Bonjour, j'ai été prélevée deux fois de {amount} € le {day}/{month}/2026, compte {account}. Merci.",
    "Bonjour,\nle montant de {amount} € débité ne correspond pas à mon abonnement. Pouvez-vous vérifier ?",
    "Madame, Monsieur,\n\nJe constate une erreur sur ma facture du {day}/{month}/2026.\nCompte : {account}",
    "Hello, I was charged {amount} € twice on {day}/{month}/2026. My account is {account}.",
    "Bonjour, mon père est décédé le mois dernier et sa cotisation vient d'être prélevée. Je joins l'acte.",
    "Bonjour, je suis hospitalisée depuis deux mois et je ne peux plus venir. Est-il possible d'être remboursée ?",
    "Comment changer mon adresse ? Je déménage à Lyon et je ne trouve pas la page.",
)
ANSWERS = (
    "Voici : compte {account}, {amount} € le {day}/{month}/2026.",
    "Je vous ai déjà tout dit la semaine dernière, merci de regarder mon dossier. " * 3,
    "Le compte est {account}.",
)
CHOICES = ("facturation", "facturation", "remboursement", "autre")
TITLES = ("Compte", "Date de la transaction", "Montant", "Décision", "Note Guichet", "Échéance d'examen")


def main() -> None:
    """Print each size's figures; the whole command with its start, and a candidate that routes and asks otherwise."""
    print("guichet simulate --tickets, two processes, the whole command (memory: the largest process)")
    with tempfile.TemporaryDirectory() as folder:
        candidate = _candidate(Path(folder))
        for count in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
            file = Path(folder) / f"{count}.jsonl"
            with file.open("wb") as out:
                out.writelines(map(line_of, invented(count)))
            before = _worked()
            seconds, told = _simulate(file, candidate)
            worked = _worked() - before
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE
            print(f"  {count:>7} tickets {seconds:7.1f} s (work: {worked:.1f} s of a core)", end="")
            print(f" {count / seconds:7.0f} tickets/s {most:6.0f} MB   {told}")


def _worked() -> float:
    """CPU seconds of the processes that ended; on a busy machine they say more than the clock on the wall."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _candidate(folder: Path) -> Path:
    """The shipped policy with two changes: another threshold, and one thing less to ask for."""
    text = CURRENT.read_text("utf-8")
    changed = text.replace("at_least: 500", "at_least: 300").replace(
        "requires: [account, transaction_date, amount, description]", "requires: [account, amount, description]"
    )
    assert changed != text
    (folder / "messages").mkdir()
    for messages in (CURRENT.parent / "messages").glob("*.yaml"):
        (folder / "messages" / messages.name).write_bytes(messages.read_bytes())
    (folder / "policy.yaml").write_text(changed.partition("\nexamples:")[0] + "\n", "utf-8")
    return folder / "policy.yaml"


def _simulate(file: Path, candidate: Path) -> tuple[float, str]:
    guichet = Path(sys.executable).with_name("guichet")
    options = ["--tickets", str(file), "--policy", str(candidate), "--against", str(CURRENT), "--processes", "2"]
    began = time.perf_counter()
    ended = subprocess.run([guichet, "simulate", *options], capture_output=True, text=True, check=False)
    assert ended.returncode in {0, 2}, ended.stderr
    counts = [" ".join(line.split()[:3]) for line in ended.stdout.splitlines() if "such as" in line]
    return time.perf_counter() - began, "; ".join(counts)


def invented(count: int, seed: int = 4) -> Iterator[Ticket]:
    """So many tickets, filed over ninety days: one in three with an answer or more, one in five with a file."""
    dice = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    for number in range(count):
        yield _ticket(number, BEGAN + timedelta(minutes=number * 129600 / count), dice)


def _ticket(number: int, filed: datetime, dice: random.Random) -> Ticket:
    facts = {
        "amount": f"{dice.randrange(500, 90000) / 100:.2f}".replace(".", ","),
        "day": f"{dice.randrange(1, 29):02}",
        "month": f"{dice.randrange(3, 9):02}",
        "account": str(dice.randrange(100000, 999999)),
    }
    said = [dice.choice(OPENINGS).format(**facts)]
    said += [dice.choice(ANSWERS).format(**facts) for _ in range(dice.choice((0, 0, 0, 0, 1, 2)))]
    files = (Attachment("f", "", "application/pdf", 1),) if dice.random() < 0.2 else ()
    comments = tuple(_comment(n, text, filed + timedelta(days=n)) for n, text in enumerate(said))
    filled = dice.random() < 0.5
    values = {"Compte": facts["account"], "Montant": facts["amount"]} if filled else {}
    status = dice.choice((Status.NEW, Status.OPEN, Status.PENDING, Status.SOLVED, Status.CLOSED, Status.CLOSED))
    return Ticket(
        id=str(number),
        subject="Erreur sur ma facture",
        status=status,
        status_raw=status.value,
        priority=Priority.NONE,
        priority_raw="",
        requester=Requester("", dice.choice(("fr", "fr", "fr", "en"))),
        created_at=filed,
        updated_at=comments[-1].created_at,
        stamp="",
        fields=(Field("Motif", dice.choice(CHOICES)), *(Field(title, values.get(title, "")) for title in TITLES)),
        comments=(replace(comments[0], attachments=files), *comments[1:]),
    )


def _comment(number: int, text: str, at: datetime) -> Comment:
    return Comment(str(number), Role.REQUESTER, "", public=True, body=text, created_at=at)


if __name__ == "__main__":
    main()
