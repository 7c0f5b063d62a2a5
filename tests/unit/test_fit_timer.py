"""The tool that fits the timer, on readings made up by the timer's own rule."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).parents[2] / "tools"
SENTENCES = [
    "The council met on Monday to vote on the new budget.",
    "Police closed the northern road after a lorry lost its load.",
    "Doctors, nurses and drivers joined the march.",
    "It was the driest spring in forty years, the weather office said.",
    "Nobody was hurt.",
    "The ferry company apologised for the delay and offered refunds to all of its passengers.",
    "Astronomers photographed an extraordinary constellation.",
    "We do not know yet what it is that he had to say to them.",
]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(str(TOOLS))
    names = ("timer_data", "fit_timer", "timer_interval")
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        sys.modules.pop(name, None)


def write(path: Path, seconds_of: object, speakers: int = 6) -> Path:
    lines = []
    for speaker in range(speakers):
        for n, text in enumerate(SENTENCES):
            seconds = seconds_of(text, speaker)  # type: ignore[operator]
            lines.append({"text": text, "duration_s": seconds, "speaker": f"s{speaker}", "file": f"f{n}"})
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_readings_by_the_base_change_nothing(tools: dict[str, ModuleType], tmp_path: Path) -> None:
    fit, data = tools["fit_timer"], tools["timer_data"]
    base = fit.Base(fit.tomllib.loads(fit.MODEL.read_text(encoding="utf-8")))
    made = write(
        tmp_path / "a.jsonl", lambda text, speaker: base.seconds(*data.count_text(text)) * (1 + speaker / 10)
    )
    assert fit.fit_change(base, [data.load(made)]) == pytest.approx((0, 0, 0), abs=1e-6)


def test_rarity_in_the_readings_is_found(tools: dict[str, ModuleType], tmp_path: Path) -> None:
    fit, data = tools["fit_timer"], tools["timer_data"]
    base = fit.Base(fit.tomllib.loads(fit.MODEL.read_text(encoding="utf-8")))

    def seconds(text: str, speaker: int) -> float:
        counts, sentences = data.count_text(text)
        return base.seconds(counts, sentences) + 0.02 * (counts[base.rarity] - 8 * counts[base.word])

    change = fit.fit_change(base, [data.load(write(tmp_path / "a.jsonl", seconds))])
    assert change[2] == pytest.approx(0.02, abs=0.005)


def test_no_group_is_on_both_sides(tools: dict[str, ModuleType], tmp_path: Path) -> None:
    data = tools["timer_data"]
    many = data.load(write(tmp_path / "many.jsonl", lambda text, speaker: 3.0))
    one = data.load(write(tmp_path / "one.jsonl", lambda text, speaker: 3.0, speakers=1))
    for utterances, group in ((many, "speaker"), (one, "group")):
        fold = data.folds(utterances, 3)
        for name in {getattr(u, group) for u in utterances}:
            assert len({f for u, f in zip(utterances, fold, strict=True) if getattr(u, group) == name}) == 1


def test_table_shows_every_rule_for_every_corpus(
    tools: dict[str, ModuleType],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = write(
        tmp_path / "made.jsonl", lambda text, speaker: len(text) / 15 * (1 + speaker / 20), speakers=30
    )
    monkeypatch.setattr(sys, "argv", ["fit_timer.py", str(made)])
    before = tools["fit_timer"].MODEL.read_bytes()
    tools["fit_timer"].main()
    shown = capsys.readouterr().out
    for rule in (
        "words, 160 a minute",
        "words, 180 a minute",
        "Subtitle Edit",
        "characters",
        "timer, anchor as shipped",
    ):
        assert f"| {rule}" in shown
    assert tools["fit_timer"].MODEL.read_bytes() == before


@pytest.mark.parametrize(("characters", "seconds"), [(6, 1.0), (15, 1.2), (30, 2.0), (60, 3.84), (300, 8.0)])
def test_subtitle_edits_rule(tools: dict[str, ModuleType], characters: int, seconds: float) -> None:
    u = tools["timer_data"].Utterance("x", "s", "s", "a" * characters, 1.0, (), 1)
    assert tools["fit_timer"].subtitle_edit(u) == pytest.approx(seconds)


def test_spreads_are_found_and_hold_what_they_promise(tools: dict[str, ModuleType]) -> None:
    from random import Random

    interval, random = tools["timer_interval"], Random(7)
    pairs = []
    for speaker in range(120):
        own = random.gauss(0.1, 0.08)
        for _ in range(20):
            seconds = random.uniform(2, 12)
            error = random.gauss(own, 0.2 / seconds**0.5)
            pairs.append((f"s{speaker}", seconds, seconds * 2.718281828**error))
    pace, spread = interval.learn(pairs)
    assert pace == pytest.approx(1.105, rel=0.03)
    assert spread.person == pytest.approx(0.08, rel=0.25)
    assert spread.noise == pytest.approx(0.2, rel=0.1)
    held, count = interval.coverage(pairs, pace, spread)
    assert 0.77 < held / count < 0.83
