"""Where things are in a programme: what is heard, what the captions say, and what the planner meant."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voiced import story, voiced

from scriptkit import timer
from scriptkit.audio import mastering, signal
from scriptkit.audio.cache import Take
from scriptkit.audio.draft import join
from scriptkit.audio.plan import Utterance, plan, voice_paces
from scriptkit.audio.programme import Programme, blocks, fit_factor, place, rendered_timeline
from scriptkit.model import Basis, Role, Word
from scriptkit.ports import VoiceSettings


def heard(programme: Programme, cache, **how):
    return np.concatenate(list(blocks(programme, cache.samples, **how)))


def test_captions_begin_with_the_first_voiced_sample(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    sound = heard(draft.programme, cache)
    assert len(sound) == draft.programme.length
    quiet = np.abs(sound) < 0.003
    for p in draft.programme.placements:
        before = sound[max(p.begin - 4_800, 0) : p.begin - 400]
        assert np.all(np.abs(before[-1_000:]) < 0.003)
        assert not quiet[p.begin : p.begin + 1_500].all()
    starts = {round(p.begin * 1000 / 48_000) for p in draft.programme.placements}
    words = [w for item in draft.timeline.items for w in item.words]
    assert starts <= {w.start for w in words}


def test_pauses_are_those_planned(tmp_path: Path) -> None:
    draft, estimated, _ = voiced(tmp_path)
    utterances = plan(estimated, [VoiceSettings("tone")] * 4, [1.0] * 4)
    placements = draft.programme.placements
    for utterance, a, b in zip(utterances, placements, placements[1:], strict=False):
        assert (b.begin - a.end) / 48 == pytest.approx(utterance.pause, abs=2)
        assert a.start + a.length <= b.start


def test_the_timeline_has_every_word_in_order(tmp_path: Path) -> None:
    draft, estimated, _ = voiced(tmp_path)
    assert [i.segment for i in draft.timeline.items] == [i.segment for i in estimated.items]
    written = [w.text for i in estimated.items for w in i.words]
    words = [w for i in draft.timeline.items for w in i.words]
    assert [w.text for w in words] == written
    assert all(i.basis is Basis.RENDERED for i in draft.timeline.items)
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert all(w.start < w.end for w in words)
    assert draft.timeline.items[-1].end <= draft.programme.duration


def test_engine_marks_time_the_words(tmp_path: Path) -> None:
    draft, _, _ = voiced(tmp_path, "marked")
    crews = draft.timeline.items[1].words
    # "3" is said as one word, so every written word is one mark of 200 ms.
    assert [round(b.start - a.start, -1) for a, b in pairwise(crews[:5])] == [200] * 4


def test_words_that_become_several_take_all_their_marks() -> None:
    words = (Word("Channel", 0, 400), Word("90210", 400, 1200))
    marks = tuple(Word("w", 100 * i, 100 * i + 100) for i in range(5))
    utterance = Utterance(0, words, (1, 4), "channel nine oh two ten", VoiceSettings("x"), 0)
    take = Take("k", 1000, 500, 0, 500, marks)
    programme = place([utterance], [take], rate=1000)
    assert [w.start for w in _words(utterance, programme)] == [0, 100]
    assert [w.end for w in _words(utterance, programme)] == [100, 500]
    odd = place([utterance], [replace(take, words=marks[:3])], rate=1000)
    assert [w.start for w in _words(utterance, odd)] == [0, round(500 * 400 / 1200)]


def _words(utterance: Utterance, programme: Programme) -> list[Word]:
    estimated = timer.estimate(story())
    items = (replace(estimated.items[0], words=utterance.words),)
    return list(rendered_timeline(replace(estimated, items=items), [utterance], programme).items[0].words)


def test_fitting_reaches_the_running_time(tmp_path: Path) -> None:
    draft, _, _ = voiced(tmp_path)
    wanted = round(draft.timeline.trt * 0.93)
    fitted, _, cache = voiced(tmp_path, fit=wanted)
    assert fitted.timeline.trt == pytest.approx(wanted, abs=60)
    assert not fitted.findings
    assert len(heard(fitted.programme, cache)) == fitted.programme.length


@pytest.mark.parametrize(("share", "limit"), [(0.5, 0.85), (2.0, 1.15)])
def test_fitting_stops_where_it_would_be_heard(share: float, limit: float) -> None:
    words = (Word("a", 0, 1000),)
    utterance = Utterance(0, words, (1,), "a", VoiceSettings("x"), 0)
    factor, findings = fit_factor([utterance], [Take("k", 1000, 1000, 0, 1000)], round(1000 * share))
    assert factor == limit
    assert findings[0].code == "fit-out-of-reach"
    assert f"it will run {limit:.1f}" in findings[0].message or "it will run" in findings[0].message


def test_parts_add_up_to_the_whole(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    whole = heard(draft.programme, cache)
    parts = sum(heard(draft.programme, cache, segments=frozenset({n})) for n in range(4))
    assert np.allclose(whole, parts, atol=1e-6)
    cut = heard(draft.programme, cache, start=10_000, end=90_000)
    assert np.array_equal(cut, whole[10_000:90_000])


def test_room_tone_lies_under_everything(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    dry, toned = heard(draft.programme, cache), heard(draft.programme, cache, room_tone=-60)
    tone = toned - dry
    level = 20 * np.log10(np.sqrt(np.mean(tone[:48_000] ** 2)))
    assert level == pytest.approx(-60, abs=1.5)
    again = heard(draft.programme, cache, room_tone=-60, start=30_000, end=60_000)
    assert np.allclose(again, toned[30_000:60_000], atol=1e-7)


@pytest.mark.parametrize("target", [-23.0, -16.0])
def test_programmes_measure_what_was_asked(tmp_path: Path, target: float) -> None:
    draft, _, cache = voiced(tmp_path)
    level = mastering.level_for(draft.programme, cache.samples, target)
    found = mastering.measure(mastering.mastered(draft.programme, cache.samples, level), 48_000)
    assert found.lufs == pytest.approx(target, abs=0.1)
    assert found.dbtp <= -1.0


def test_peaks_are_held_where_loudness_would_lift_them(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    level = mastering.level_for(draft.programme, cache.samples, -3.0)
    assert level.limited
    sound = np.concatenate(list(mastering.mastered(draft.programme, cache.samples, level)))
    assert len(sound) == draft.programme.length
    assert mastering.measure([sound], 48_000).dbtp <= -0.99


def test_stories_follow_one_another(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    both, begins = join([draft.programme, draft.programme])
    assert begins == [0, draft.programme.duration + 1000]
    sound = heard(both, cache)
    alone = heard(draft.programme, cache)
    assert np.array_equal(sound[-len(alone) :], alone)
    assert {p.segment for p in both.placements} == set(range(8))


def test_read_rates_reach_the_voices() -> None:
    timeline = timer.estimate(replace(story(), wpm=timer.model.anchor_wpm() * 1.1))
    assert voice_paces(timeline, {}, {}) == pytest.approx([1.1] * 4)
    own = voice_paces(timeline, {Role.SOUNDBITE: "bite"}, {"Mia Okafor": timer.model.anchor_wpm()})
    assert own[1] == pytest.approx(1.0)
    fast = plan(timeline, [VoiceSettings("tone")] * 4, [1.1, 9, 1, 1])
    assert [u.settings.rate for u in fast if u.segment < 2] == [1.1, 1.1, 2.0, 2.0]


@given(
    takes=st.lists(st.tuples(st.integers(1, 4000), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8),
    pauses=st.lists(st.integers(0, 900), min_size=8, max_size=8),
    factor=st.floats(0.85, 1.15),
)
@settings(max_examples=60, deadline=None)
def test_placements_never_overlap(
    takes: list[tuple[int, float, float]], pauses: list[int], factor: float
) -> None:
    made, utterances = [], []
    for (length, a, b), pause in zip(takes, pauses, strict=False):
        begin, end = sorted((int(a * length), int(b * length)))
        made.append(Take("k", 16_000, length, begin, end))
        utterances.append(Utterance(0, (Word("a", 0, 100),), (1,), "a", VoiceSettings("x"), pause))
    programme = place(utterances, made, factor=factor)
    ends = [0]
    for p in programme.placements:
        assert p.start >= ends[-1]
        assert p.start <= p.begin < p.end
        ends.append(p.start + p.length)
    assert programme.length >= ends[-1]
    silent = np.concatenate(list(blocks(programme, lambda take: b"\0\0" * take.length)))
    assert len(silent) == programme.length
    assert not silent.any()


def test_a_take_that_is_silence_is_heard_as_such() -> None:
    utterance = Utterance(0, (Word("a", 0, 700),), (1,), "a", VoiceSettings("x"), 0)
    programme = place([utterance], [Take("", 1000, 700, 0, 700)])
    assert programme.placements[0].length == 700 * 48
    assert signal.voiced_span(np.concatenate(list(blocks(programme, lambda take: b""))), 48_000) is None
