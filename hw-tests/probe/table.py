#!/usr/bin/env python3
"""The results file as Markdown tables: what was measured, nothing concluded.

table.py results.json               prints them
table.py results.json --into FILE   puts them between the marks in FILE, in place of what is there
"""

import json
import sys
from pathlib import Path

from harness import REPETITIONS_MIN

EMPTY = "not run yet"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def render(report):
    """A head with device and versions, then a table per section, one line per part."""
    if report is None:
        return f"_{EMPTY}_\n"
    lines = head(report)
    limits = found_limits(report["sections"].get("limits", {}).get("parts", {}))
    for name, section in report["sections"].items():
        took = f", {section['seconds']} s" if "seconds" in section else ""
        lines += ["", f"### {name}: {section['status']}{took}", ""]
        if section.get("error"):
            lines += [f"`{escape(section['error'])}`", ""]
        if section["parts"]:
            lines += ["| part | how it ended | what was found |", "|---|---|---|"]
        for part, facts in section["parts"].items():
            facts = dict(facts)
            status = facts.pop("status", "")
            lines.append(
                f"| {escape(part)} | {status} | {escape('; '.join(told(facts, limits)))} |"
            )
    return "\n".join(lines) + "\n"


def main(arguments):
    rendered = render(json.loads(Path(arguments[0]).read_text()))
    if arguments[1:2] != ["--into"]:
        print(rendered, end="")
        return 0
    file = Path(arguments[2])
    before, _, rest = file.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        print(f"table: {file} lacks the marks {BEGIN} and {END}", file=sys.stderr)
        return 1
    file.write_text(f"{before}{BEGIN}\n{rendered}{END}{after}")
    return 0


def head(report):
    environment = report["environment"]
    device = environment.get("device") or {"name": "no GPU"}
    lines = []
    if report["tiny"]:
        lines += ["**A dry run of tiny shapes: its times mean nothing.**", ""]
    lines += ["| | |", "|---|---|", f"| begun | {report['begun']} |"]
    lines += [f"| device: {key} | {value} |" for key, value in device.items()]
    lines += [f"| {name} | {version} |" for name, version in environment["packages"].items()]
    return lines + [f"| seconds in all | {report.get('seconds')} |"]


def found_limits(parts):
    """Bytes and operations per second that this run measured, the best of each; None where not
    measured.
    """
    reading = [facts["bytes_per_s"] for facts in parts.values() if "bytes_per_s" in facts]
    doing = [facts["flop_per_s"] for facts in parts.values() if "flop_per_s" in facts]
    return {"bytes_per_s": max(reading, default=None), "flop_per_s": max(doing, default=None)}


def told(facts, limits, prefix=""):
    """The facts of a part as phrases."""
    for key, value in facts.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and "median_ms" in value:
            yield f"{name}: {timing(value, limits)}"
        elif isinstance(value, dict):
            yield from told(value, limits, f"{name} ")
        elif key in ("min_ms", "max_ms"):
            continue
        elif key == "repetitions":
            if value < REPETITIONS_MIN:
                yield f"{name}: {value}, too few"
        else:
            yield f"{name}: {number(value)}"


def timing(facts, limits):
    parts = [f"{facts['median_ms']:.3g} ms"]
    if "tokens_per_s" in facts:
        parts.append(f"{facts['tokens_per_s']:.0f} tok/s")
    for amount, limit, what in (
        ("bytes", "bytes_per_s", "bandwidth"),
        ("flop", "flop_per_s", "compute"),
    ):
        if facts.get(amount) and limits[limit]:
            share = facts[amount] / facts["median_ms"] * 1e3 / limits[limit]
            parts.append(f"{share:.0%} of the measured {what}")
    return ", ".join(parts)


def number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3g}"


def escape(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
