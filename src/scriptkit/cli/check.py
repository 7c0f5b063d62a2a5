"""Check a subtitle file against a profile: exit 1 when a rule is broken."""

from __future__ import annotations

import argparse
import json
import sys

from scriptkit import pipeline
from scriptkit.cli import common
from scriptkit.config import load_profile, profile_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a subtitle file, or - for standard input")
    parser.add_argument(
        "--profile",
        default="netflix",
        help=f"{', '.join(profile_names())}, or a .toml file (default: netflix)",
    )
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help="how to show it (default: table)"
    )
    common.add_fail_on(parser, "error")


def run(args: argparse.Namespace) -> int:
    profile = load_profile(args.profile)
    track, findings = pipeline.check_file(args.file, profile)
    if args.format == "json":
        report = {
            "schema": "scriptkit.check/1",
            "file": args.file,
            "profile": profile.name,
            "cues": len(track.cues),
            "findings": [
                {"code": f.code, "severity": f.severity.value, "message": f.message, "cue": f.cue, "at": f.at}
                for f in findings
            ],
        }
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        common.show_findings(findings, sys.stdout, most=1_000_000)
        worst = sum(f.severity.value == "error" for f in findings)
        verdict = f"{worst} rules broken" if worst != 1 else "1 rule broken"
        print(f"{args.file}: {len(track.cues)} cues, profile {profile.name}: {verdict if worst else 'kept'}")
    return common.exit_code(findings, args.fail_on)
