"""Questions under `[Anchor]`: turns of a talk with the reporter, not lead-ins of further stories.

Where labels stand in brackets the anchor's is the same above a lead-in and above a question; who spoke
before, who speaks next and what is said between them tell the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scriptkit.segmenter.house import House
from scriptkit.segmenter.names import given
from scriptkit.segmenter.parts import Cast, Piece, Voice
from scriptkit.segmenter.people import People
from scriptkit.segmenter.templates import fits_any, match_any, plain
from scriptkit.text.sentences import split_sentences

_ASKS = re.compile(r"\?[\"'”’)\]]*\Z")
_THANKS = re.compile(r"\b(?:thanks|thank you)\b", re.IGNORECASE)
_LEAD = "label.lead"
_REPORTER = "bracket.reporter"
_ANCHOR = "bracket.anchor"
_QUESTION_IN_TALK, _QUESTION = 5, 2
"""Most sentences of a turn that ends in a question: in a live talk, and where nothing tells of one."""
_CALL, _REMARK, _REMARK_WORDS = 4, 2, 20
"""Most sentences of a turn that calls the reporter by name, and most sentences and words of another
remark between two of the reporter's turns: a lead-in says more."""
_LONGEST_SIGN_OFF = 16
"""Words."""
_FEW = 8
"""Most reporters of one story who are looked for by name: keeps a hostile list of labels linear."""
_LEAD_END = 2500
"""Code points at the end of a lead-in in which a hand-over is looked for."""


def with_turns(text: str, pieces: Sequence[Piece], house: House) -> list[Piece]:
    """The pieces, in text order, those lead-in labels made speaker labels that open a turn of a talk."""
    out = list(pieces)
    labels = [i for i, piece in enumerate(pieces) if piece.voice is not None]
    if sum(piece.rule == _LEAD for piece in pieces) < 2:
        return out
    story: _Story | None = None
    for i, after in zip(labels, [*labels[1:], None], strict=True):
        following = None if after is None else pieces[after]
        words = text[pieces[i].end : following.start if following else len(text)]
        said = [words[s.start : s.end] for s in split_sentences(words)]
        if pieces[i].rule != _LEAD:
            if story:
                story.hear(pieces[i], said)
        elif story and _names_speaker(text, pieces[i], house) and story.goes_on(said, following):
            out[i] = replace(pieces[i], rule=_ANCHOR, voice=Voice(_ANCHOR, Cast.ANCHOR))
            story.talks = story.talks or story.reported
        else:
            live = any(fits_any(house.toss_live, plain(s)) for s in said[-3:])
            story = _Story(house, " ".join(words[-_LEAD_END:].split()), live)
    return out


def _names_speaker(text: str, piece: Piece, house: House) -> bool:
    """`[Anchor]` does; `[Anchor Lead]` says that a story begins."""
    return text[piece.start : piece.end].strip("[]【】<>:： \n").casefold() in house.anchor_labels


@dataclass(slots=True)
class _Story:
    """What was said since a lead-in."""

    house: House
    lead: str
    talks: bool
    """Whether something says that anchor and reporter talk to one another."""
    reported: bool = False
    signed: bool = False
    """Whether the last words were a sign-off."""
    reporters: People = field(default_factory=People)

    def hear(self, label: Piece, said: Sequence[str]) -> None:
        if label.rule == _REPORTER and label.voice:
            self.reported = True
            if label.voice.speaker:
                self.reporters.add(label.voice.speaker)
        self.signed = bool(said) and self._signs_off(plain(said[-1]))

    def _signs_off(self, sentence: str) -> bool:
        found = match_any(self.house.sign_off, sentence)
        if found is None or len(sentence.split()) > _LONGEST_SIGN_OFF:
            return False
        name = (found.groupdict().get("name") or "") if not self.reporters else ""
        return len(name.split()) > 1 or any(full in sentence for full in self.reporters.names[:_FEW])

    def goes_on(self, said: Sequence[str], following: Piece | None) -> bool:
        """Whether what the anchor says, up to the label *following*, belongs to this story's talk."""
        reports = following is not None and following.rule == _REPORTER
        if not said or (reports and following and not self._knows(following)):
            return False
        asks = bool(_ASKS.search(said[-1]))
        if not self.reported:  # the first question, under a label of its own
            return reports and asks and len(said) <= _QUESTION
        if self._calls(said):
            return len(said) <= _CALL
        if reports and not self.signed:
            if asks:
                return len(said) <= (_QUESTION_IN_TALK if self.talks else _QUESTION)
            words = sum(len(sentence.split()) for sentence in said)
            named = any(full in " ".join(said) for full in self.reporters.names[:_FEW])
            return self.talks and not named and len(said) <= _REMARK and words <= _REMARK_WORDS
        return not reports and len(said) == 1 and self._thanks(said[0])

    def _knows(self, label: Piece) -> bool:
        """Whether the reporter of *label* was heard in this story, or was handed over to."""
        name = label.voice.speaker if label.voice else None
        if not name:
            return self.reported
        return bool(self.reporters.find(name)) or " ".join(name.split()) in self.lead

    def _calls(self, said: Sequence[str]) -> bool:
        """Whether the reporter is spoken to by the given name: `Min-ji, …`, `…, Min-ji.`"""
        names = "|".join(re.escape(given(full)) for full in self.reporters.names[:_FEW])
        call = re.compile(rf"(?:\A(?:\w+ ){{0,2}}|, )(?:{names})(?:[,.!?]| ?--| ?[–—]|\Z)")
        return bool(names) and any(call.search(" ".join(sentence.split())) for sentence in said)

    def _thanks(self, sentence: str) -> bool:
        return bool(_THANKS.search(sentence)) and not fits_any(self.house.closing, plain(sentence))
