"""`make bench SUITE=load` writes what the other suites write: whoever compares reads them all alike."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULTS_DIR = ROOT / "docs/results"
NUMBER = (int, float)
TEXT_OR_NONE = (str, type(None))
NUMBER_OR_NONE = (int, float, type(None))
HEAD = {
    "schema": int, "suite": str, "commit": TEXT_OR_NONE, "profile": str, "machine": dict, "rows": list,
    "ratios": list, "absent": list,
}
MACHINE = {"cpu": TEXT_OR_NONE, "cores": (int, type(None)), "kernel": str}
ROW = {
    "case": str, "subject": str, "metric": str, "unit": str, "median": NUMBER, "p50": NUMBER_OR_NONE,
    "p99": NUMBER_OR_NONE, "rounds": list, "settings": dict,
}
RATIO = {
    "case": str, "metric": str, "ours": NUMBER, "theirs": NUMBER_OR_NONE, "ratio": NUMBER_OR_NONE,
    "interval": list, "target": NUMBER, "ok": bool,
}


@pytest.fixture
def measure(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(ROOT / "bench/load")
    import measure

    monkeypatch.setattr(measure, "ROOT", tmp_path)
    monkeypatch.delenv("STRICT", raising=False)
    return measure


def finish(measure, ours, theirs):
    """The exit status, and what was written."""
    options = Namespace(commit="abc", model=None)
    with pytest.raises(SystemExit) as ended:
        measure.finish(options, ours, theirs)
    return ended.value.code, json.loads((measure.ROOT / "bench/out/load.json").read_text())


def check(value, form, where):
    for key, kind in form.items():
        assert key in value and isinstance(value[key], kind), f"{where}: {key} is {value.get(key)}"


def check_report(report, where):
    check(report, HEAD, where)
    check(report["machine"], MACHINE, f"{where}: machine")
    for form, key in ((ROW, "rows"), (RATIO, "ratios")):
        assert report[key], where
        for at, each in enumerate(report[key]):
            check(each, form, f"{where}: {key}[{at}]")
    for ratio in report["ratios"]:
        low, high = ratio["interval"]
        assert low <= high, (where, ratio)


@pytest.mark.parametrize("suite", ["load", "socket"])
def test_what_is_kept_has_the_form_of_all_suites(suite):
    report = json.loads((RESULTS_DIR / f"{suite}.json").read_text())
    check_report(report, suite)
    assert (report["schema"], report["suite"]) == (1, suite)


def test_a_report_has_the_form_of_all_suites(measure):
    megabyte = 1_000_000
    ours = [(300.0, 100 * megabyte), (100.0, 110 * megabyte), (200.0, 120 * megabyte)]
    theirs = [(200.0, 100 * megabyte), (200.0, 100 * megabyte), (160.0, 100 * megabyte)]
    status, report = finish(measure, ours, theirs)
    assert status == 0
    check_report(report, "load")
    socket = json.loads((RESULTS_DIR / "socket.json").read_text())
    assert list(report) == list(socket) and list(report["machine"]) == list(socket["machine"])
    for key in ("rows", "ratios"):
        assert {tuple(each) for each in report[key]} == {tuple(each) for each in socket[key]}
    assert (report["rows"][0]["median"], report["rows"][0]["rounds"]) == (200.0, [300.0, 100.0, 200.0])
    assert report["rows"][0]["settings"] == {"model": "made", "mode": "link", "provider": "cpu"}
    load, memory = report["ratios"]
    assert (load["ratio"], load["interval"], load["ok"]) == (1.0, [0.5, 1.5], True)
    assert (memory["ratio"], memory["interval"], memory["ok"]) == (1.1, [1.0, 1.2], True)


def test_a_missed_target_is_an_exit_status_only_if_asked_for(measure, monkeypatch):
    slow, other = [(131.0, 1e8)], [(100.0, 1e8)]
    status, report = finish(measure, slow, other)
    assert (status, report["ratios"][0]["ok"]) == (0, False)
    monkeypatch.setenv("STRICT", "1")
    assert finish(measure, slow, other)[0] == 8
    assert finish(measure, other, other)[0] == 0


def test_the_cpu_is_named_on_both_architectures(measure):
    cpu_of = measure.report.cpu_of
    assert cpu_of("processor\t: 0\nmodel name\t: Ada 1\n") == "Ada 1"
    arm = "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd42\n"
    assert cpu_of(arm) == "implementer 0x41 part 0xd42"
    assert cpu_of("processor : 0\n") is None
