#!/usr/bin/env python3
"""Fit the weights that choose where cues end and lines break, from human-made SRT files.

usage: fit_breaks.py SRT... [--also SRT...] [--folds 5] [--out weights.json]

Two models over the surface features of ``scriptkit.text.phrases``:

* lines: a conditional logit over the places where a cue that needs two lines could break;
* cues: a semi-Markov conditional random field over all ways to cut a file's words into cues, with
  the features of the gap each cue ends at and a smooth score of its length.

Both are pulled towards hand-set priors (``--priors``), so a feature seen seldom keeps what the
style guides say; bad breaks (after an article, a preposition ...) then cost more than humans make
them cost. The files are cross-validated, whole files at a time; those named with ``--also`` (the
project's own ``tools/examples``) are fitted on every time and never tested on. ``--out`` fits on
everything. Needs numpy and scipy; the package itself does not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pathlib
import sys
from dataclasses import dataclass, replace

from break_models import EMPTY, Doc, fit_cues, fit_lines, read_doc

from scriptkit.config import load_profile
from scriptkit.cueing.cue import cue_edges
from scriptkit.cueing.linebreak import best_pair
from scriptkit.cueing.passage import Passage, Weights, read_passage
from scriptkit.model import Profile
from scriptkit.text.phrases import bad_break, leans

Priors = dict[str, dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    here = pathlib.Path(__file__).parent
    parser.add_argument("srt", nargs="*", type=pathlib.Path)
    parser.add_argument("--also", nargs="*", type=pathlib.Path, default=[], metavar="SRT")
    parser.add_argument("--weight", type=float, default=0.15, help="of a file of --also beside the others")
    parser.add_argument("--priors", type=pathlib.Path, default=here / "break_priors.json")
    parser.add_argument("--folds", type=int, default=5, help="0: no cross-validation")
    parser.add_argument("--line-pull", type=float, default=3.0, help="towards the priors")
    parser.add_argument("--cue-pull", type=float, default=3.0)
    parser.add_argument("--smooth", type=float, default=1.0, help="of the length curves")
    parser.add_argument("--bad", type=float, default=1.5, help="more cost for a bad break")
    parser.add_argument("--leans", type=float, default=0.75, help="more cost for a doubtful one")
    parser.add_argument("--inside", type=float, default=1.5, help="more cost inside a name or number")
    parser.add_argument("--tied", type=float, default=3.5, help="more cost inside what is read as one")
    parser.add_argument("--parted", type=float, default=1.5, help="cost of a cue for a bad line break in it")
    parser.add_argument("--hard", type=float, default=1.0, help="more cost after an article or conjunction")
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    profile = load_profile("netflix")
    priors: Priors = json.loads(args.priors.read_text())
    docs = [read_doc(path, 1.0) for path in args.srt]
    also = [read_doc(path, args.weight if args.srt else 1.0) for path in args.also]
    if args.folds and docs:
        cross_validate(docs, also, profile, priors, args)
    if args.out:
        table = fit(docs + also, profile, priors, args)
        args.out.write_text(json.dumps(as_json(table), indent=1, sort_keys=True) + "\n")


def fit(docs: list[Doc], profile: Profile, priors: Priors, args: argparse.Namespace) -> Weights:
    """Both models on *docs*, then the extra cost of bad breaks."""
    line, balance, top_heavy = fit_lines(docs, priors["line"], profile.max_chars, args.line_pull)
    table = Weights({}, line, EMPTY.length, balance, top_heavy, 0.0, 0.0, 0.0)
    table = fit_cues(docs, profile, table, priors["cue"], args.cue_pull, args.smooth)
    for weights in (table.cue, table.line):
        weights["bad"] -= args.bad
        weights["leans"] -= args.leans
        weights["inside"] = weights.get("inside", 0.0) - args.inside
        weights["tied"] = weights.get("tied", 0.0) - args.tied
        for kind in ("article", "possessive", "coordinator"):
            weights[f"l:{kind}"] = weights.get(f"l:{kind}", 0.0) - args.hard
    return replace(table, parted=args.parted)


def cross_validate(
    docs: list[Doc], also: list[Doc], profile: Profile, priors: Priors, args: argparse.Namespace
) -> None:
    """Print the scores of each file, fitted on the others, and the totals of both sides."""
    fitted, tested = Score(), Score()
    for fold in range(args.folds):
        test = docs[fold :: args.folds]
        train = [doc for doc in docs if doc not in test] + also
        table = fit(train, profile, priors, args)
        for doc in test:
            score = score_doc(doc, profile, table)
            tested.add(score)
            print(f"  {doc.name:36} {score}")
        for doc in train:
            fitted.add(score_doc(doc, profile, table))
    print("fitted on:", fitted)
    print("tested on:", tested)


@dataclass
class Score:
    """Counts over files; percentages are of these."""

    hit: int = 0
    ours: int = 0
    human: int = 0
    exact: int = 0
    needed: int = 0
    bad: int = 0
    breaks: int = 0
    human_bad: int = 0
    human_breaks: int = 0

    def add(self, other: Score) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        def share(part: int, whole: int) -> float:
            return part / max(1, whole)

        return (
            f"cue F1 {share(2 * self.hit, self.ours + self.human):.3f} "
            f"(P {share(self.hit, self.ours):.3f} R {share(self.hit, self.human):.3f})  "
            f"line exact {share(self.exact, self.needed):.1%} of {self.needed}  "
            f"bad breaks {share(self.bad, self.breaks):.1%} "
            f"(human {share(self.human_bad, self.human_breaks):.1%})"
        )


def score_doc(doc: Doc, profile: Profile, table: Weights) -> Score:
    p = read_passage(doc.passage.words, table)
    out = Score()
    edges = cue_edges(p, profile)
    human = {last for _, last in doc.cues()} - {len(doc.words)}
    ours = set(edges) - {0, len(doc.words)}
    out.hit, out.ours, out.human = len(human & ours), len(ours), len(human)
    breaks = [edge - 1 for edge in ours]
    for first, last in itertools.pairwise(edges):
        if p.size(first, last) > profile.max_chars:
            breaks.append(best_pair(p, first, last, profile.max_chars)[1] - 1)
    out.breaks, out.bad = len(breaks), sum(_bad(p, gap) for gap in breaks)
    human_breaks = [i for i, mark in enumerate(doc.marks[:-1]) if mark]
    out.human_breaks, out.human_bad = len(human_breaks), sum(_bad(p, gap) for gap in human_breaks)
    for first, last in doc.cues():
        gaps = [i for i in range(first, last - 1) if doc.marks[i] == "line"]
        fits = max([p.size(first, gaps[0] + 1), p.size(gaps[0] + 1, last)]) if len(gaps) == 1 else 99
        if p.size(first, last) > profile.max_chars >= fits:
            out.needed += 1
            out.exact += best_pair(p, first, last, profile.max_chars)[1] == gaps[0] + 1
    return out


def _bad(p: Passage, gap: int) -> bool:
    return not p.sentence_end[gap] and bool(bad_break(p.looks, gap) or leans(p.looks, gap))


def as_json(table: Weights) -> dict[str, object]:
    def rounded(weights: dict[str, float]) -> dict[str, float]:
        return {name: round(value, 3) for name, value in sorted(weights.items()) if abs(value) >= 0.005}

    return {
        "cue": rounded(table.cue), "line": rounded(table.line),
        "length": {kind: [round(v, 3) for v in curve] for kind, curve in table.length.items()},
        "balance": round(table.balance, 3), "top_heavy": round(table.top_heavy, 3),
        "layout": round(table.layout, 3), "two_lines": round(table.two_lines, 3),
        "sentence_inside": round(table.sentence_inside, 3),
        "parted": table.parted,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
