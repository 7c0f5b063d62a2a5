"""Stems, pictures and samples of a draft."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile
from voiced import options, voice_named, voiced

from scriptkit.audio import draft as drafts
from scriptkit.audio.export import About
from scriptkit.audio.plot import plot, row_length
from scriptkit.model import Cue
from scriptkit.ports import VoiceSettings


def test_stems_add_up_and_segments_are_cut(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    level = drafts.level(draft.programme, cache, options())
    target = tmp_path / "x.wav"
    saved = drafts.save(draft.programme, target, cache, level)
    assert saved.measure.lufs == pytest.approx(-23, abs=0.1)
    written = drafts.save_stems(draft, target, cache, level)
    names = {str(p.relative_to(tmp_path / "x-stems")) for p in written}
    assert names == {
        "intro.wav", "narration.wav", "soundbite.wav", "sign_off.wav",
        "segments/01-intro-Anchor.wav", "segments/02-narration-Mia-Okafor.wav",
        "segments/03-soundbite-Ada-Larsen.wav", "segments/04-sign_off-Mia-Okafor.wav",
    }  # fmt: skip
    whole = soundfile.read(target)[0]
    stems = [soundfile.read(p)[0] for p in written if p.parent.name == "x-stems"]
    assert np.allclose(sum(stems), whole, atol=2e-4)
    bite = soundfile.read(tmp_path / "x-stems/segments/03-soundbite-Ada-Larsen.wav")[0]
    item = draft.timeline.items[2]
    assert len(bite) / 48 == pytest.approx(item.end - item.start, abs=120)


def test_segment_files_keep_their_time_of_day(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    level = drafts.level(draft.programme, cache, options())
    written = drafts.save_stems(draft, tmp_path / "x.wav", cache, level, About(start=1000))
    data = next(p for p in written if p.name.startswith("03-")).read_bytes()
    begins = int.from_bytes(data[20 + 338 : 20 + 342], "little") / 48 - 1000
    first = draft.programme.placements[4]
    assert begins == pytest.approx(first.start / 48, abs=1)


def test_the_picture_shows_waveform_roles_and_cues(tmp_path: Path) -> None:
    draft, _, cache = voiced(tmp_path)
    level = drafts.level(draft.programme, cache, options())
    saved = drafts.save(draft.programme, tmp_path / "x.wav", cache, level, picture=True)
    assert saved.waveform is not None
    cues = [Cue(100, 1900, ("Ships & <boats>", "wait"))]
    svg = plot(saved.waveform, draft.timeline, cues, draft.programme.duration, "Harbour & sea")
    root = ElementTree.fromstring(svg)
    texts = [t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(t.startswith("Harbour & sea") for t in texts)
    assert {"intro", "narration", "soundbite", "sign off", "Mia Okafor"} <= set(texts)
    titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["1: Ships & <boats>\nwait"]
    assert len(list(root.iter("{http://www.w3.org/2000/svg}polygon"))) == 1
    assert max(high for _, high in saved.waveform.peaks) > 0.05


@pytest.mark.parametrize(("minutes", "row"), [(0, 30_000), (5, 30_000), (60, 150_000)])
def test_an_hour_still_fits_a_page(minutes: int, row: int) -> None:
    assert row_length(minutes * 60_000) == row


def test_a_sample_is_spoken(tmp_path: Path) -> None:
    drafts.speak_sample("Good evening.", VoiceSettings("tone"), tmp_path / "s.wav", voice_named)
    sound, rate = soundfile.read(tmp_path / "s.wav")
    assert rate == 48_000
    assert np.abs(sound).max() > 0.05


def test_a_draft_without_a_kept_cache_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRIPTKIT_CACHE", str(tmp_path / "kept"))
    with drafts.open_cache(keep=False) as cache:
        assert cache.folder.is_dir()
    assert not cache.folder.exists()
    with drafts.open_cache() as cache:
        assert cache.folder == tmp_path / "kept"
