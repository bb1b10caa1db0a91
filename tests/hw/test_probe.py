"""The probe for a real GPU must not rot between visits: its dry run, its clockwork, its feeds."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from argparse import Namespace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator
from paged import PagedAttention, SkipSimplifiedLayerNormalization

import decoder
import harness
import probe
import rows
import runtime
import single
import table
from weights import Files

PROBE_DIR = Path(probe.__file__).resolve().parent
DRY_RUN_TIMEOUT_S = 120
# All that the CPU may excuse itself with.
EXCUSES = ("no CPU kernel for ", " needs a GPU", "onnxruntime-genai cannot be imported")


@pytest.fixture(scope="module")
def dry_run(tmp_path_factory):
    out = tmp_path_factory.mktemp("probe") / "results.json"
    ended = run("--tiny", "--provider", "cpu", "--out", out)
    assert ended.returncode == 0, ended.stderr
    return json.loads(out.read_text())


def run(*arguments):
    command = [sys.executable, str(PROBE_DIR / "probe.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=DRY_RUN_TIMEOUT_S)


def parts(report):
    return {
        (name, part): facts
        for name, section in report["sections"].items()
        for part, facts in section["parts"].items()
    }


def test_the_dry_run_goes_through_every_section(dry_run):
    assert list(dry_run["sections"]) == list(probe.SECTIONS)
    assert {section["status"] for section in dry_run["sections"].values()} == {"done"}
    for name, facts in parts(dry_run).items():
        excused = facts["status"] == "not run" and any(each in facts["why"] for each in EXCUSES)
        assert facts["status"] == "done" or excused, (name, facts)


def test_the_dry_run_gives_right_answers(dry_run):
    found = parts(dry_run)
    assert found["placement", "GroupQueryAttention f32 cache same head 16"]["relative_error"] == 0
    for (section, part), facts in found.items():
        if part.startswith("MatMulNBits") and facts["status"] == "done":
            assert facts["relative_error"] < 1e-5, part
        if section == "ragged" and "tokens" in facts:
            assert facts["tokens_equal"] == facts["tokens"] == 20, part
    assert found["ragged", "slots dense: a rewind"]["difference_max"] == 0
    way = found["lora", "0.5b dense bank"]
    assert way["mixed_as_alone"]["difference_over_spread"] < 1e-4 < way["differs_from_base"]
    assert way["as_first_way"]["difference_over_spread"] < 1e-4
    assert (
        found["replay", "0.5b gqa dense"]["batch 2"]["replay_against_plain"]["difference_max"] == 0
    )


def test_every_speed_is_a_median_of_five_or_more(dry_run):
    def timings(facts):
        if isinstance(facts, dict):
            yield from [facts] if "median_ms" in facts else []
            for value in facts.values():
                yield from timings(value)

    found = list(timings(dry_run["sections"]))
    assert len(found) > 30
    assert all(each["repetitions"] >= 5 for each in found)


def test_without_a_gpu_the_real_mode_says_what_is_missing(tmp_path):
    out = tmp_path / "results.json"
    ended = run("--out", out)
    assert ended.returncode == 1
    assert "onnxruntime-gpu" in ended.stderr
    assert "--tiny --provider cpu" in ended.stderr
    assert not out.exists()


def test_what_a_section_leaves_over_the_later_ones_get():
    clock = [0.0]
    budget = harness.Budget(100, now=lambda: clock[0])
    assert budget.allowance_s(1, 4) == 25
    clock[0] = 10
    assert budget.allowance_s(1, 3) == 30
    clock[0] = 130
    assert budget.allowance_s(1, 1) == 0


def test_a_spent_budget_ends_a_section_and_keeps_what_it_learnt(tmp_path):
    clock = [0.0]
    notes = harness.Notes(tmp_path / "notes.json", deadline=10, now=lambda: clock[0])
    with pytest.raises(harness.OutOfTime):
        with notes.part("first") as put:
            put(learnt=1)
            clock[0] = 11
            notes.timed(lambda: None)
    written = json.loads((tmp_path / "notes.json").read_text())
    assert written == {"first": {"status": "out of time", "learnt": 1}}


def test_five_repetitions_or_none(tmp_path):
    clock, calls = [0.0], []

    def call():
        calls.append(clock[0])
        clock[0] += 1

    notes = harness.Notes(tmp_path / "notes.json", deadline=8, now=lambda: clock[0])
    assert notes.timed(call, repetitions=50, warm_up=2)["repetitions"] == 6
    notes.deadline = clock[0] + 4
    with pytest.raises(harness.OutOfTime):
        notes.timed(call, repetitions=50, warm_up=0)


def test_a_failed_part_does_not_stop_the_next(tmp_path):
    notes = harness.Notes(tmp_path / "notes.json", deadline=time.monotonic() + 60)
    with notes.part("bad"):
        raise ValueError("no\nsuch thing")
    with notes.part("not here"):
        raise harness.NotRun("why")
    with notes.part("good"):
        pass
    assert [each["status"] for each in notes.parts.values()] == ["failed", "not run", "done"]
    assert notes.parts["bad"]["error"] == "ValueError: no such thing"


PLANTED = {
    "raises": "raise ValueError('planted')",
    "crashes": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "hangs": "import time; time.sleep(600)",
    "fails_in_part": "with bench.notes.part('bad'): raise ValueError('planted')",
    "works": "with bench.notes.part('good') as put: put(found=1)",
}


def test_a_section_that_raises_crashes_or_hangs_costs_only_itself(tmp_path, monkeypatch):
    for name, body in PLANTED.items():
        share = 0.001 if name == "hangs" else 1
        text = f"SHARE = {share}\n\n\ndef run(bench):\n    {body}\n"
        (tmp_path / f"planted_{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(probe, "GRACE_S", 1)
    out = tmp_path / "results.json"
    wanted = [f"planted_{name}" for name in PLANTED]
    asked = Namespace(out=out, wanted=wanted, sections=None, provider="cpu", tiny=True, seconds=60)
    assert probe.conduct(asked, tmp_path) == 0
    found = json.loads(out.read_text())["sections"]
    statuses = [found[name]["status"] for name in wanted]
    assert statuses == ["failed", "crashed", "killed", "done, parts failed", "done"]
    assert "planted" in found["planted_raises"]["error"]
    assert f"signal {signal.SIGSEGV.value}" in found["planted_crashes"]["error"]
    assert found["planted_works"]["parts"] == {"good": {"status": "done", "found": 1}}


def test_a_body_that_cannot_be_written_leaves_the_last_one(tmp_path):
    path = tmp_path / "results.json"
    harness.write_json(path, {"whole": 1})
    with pytest.raises(TypeError):
        harness.write_json(path, {"some": 1, "not": object()})
    assert json.loads(path.read_text()) == {"whole": 1}
    assert [each.name for each in tmp_path.iterdir()] == ["results.json"]


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    path = tmp_path / "results.json"
    harness.write_json(path, {"rows": []})
    body = (
        "import harness, itertools, sys\n"
        "for each in itertools.count():\n"
        "    harness.write_json(sys.argv[1], {'rows': [each] * 20000})"
    )
    writer = subprocess.Popen([sys.executable, "-c", body, str(path)], cwd=PROBE_DIR)
    try:
        deadline = time.monotonic() + 20
        while not json.loads(path.read_text())["rows"]:
            assert time.monotonic() < deadline
        for _ in range(200):
            assert len(set(json.loads(path.read_text())["rows"])) == 1
    finally:
        writer.kill()
        writer.wait()
    assert len(set(json.loads(path.read_text())["rows"])) == 1


def test_repeated_sections_keep_the_others(tmp_path):
    out = tmp_path / "results.json"
    assert run("--tiny", "--provider", "cpu", "--out", out, "--sections", "limits").returncode == 0
    assert run("--tiny", "--provider", "cpu", "--out", out, "--sections", "engines").returncode == 0
    assert list(json.loads(out.read_text())["sections"]) == ["limits", "engines"]


def test_paged_feeds_mean_what_slots_mean(tmp_path):
    """The paged graph, its feeds and its tables, by the operator's reference, against slots."""
    files = Files(tmp_path, tiny=True)
    plan = decoder.Plan(decoder.TINY, precision="f32", context_max=64)
    slots = rows.Slots(runtime.Model(decoder.write(plan, files), runtime.Place("cpu")), plan, 3, 64)
    paged = plan.with_(attention="paged")
    operators = [PagedAttention, SkipSimplifiedLayerNormalization]
    reference = ReferenceEvaluator(onnx.load(decoder.write(paged, files)), new_ops=operators)
    blocks_each, shape = 3, plan.shape
    blocks = rows.block_tables(3, blocks_each)
    dims = (3 * blocks_each, 16, shape.kv_heads, shape.head_size)
    cache = {
        f"past_key_values.{layer}.{part}": np.full(dims, 9e3, np.float32)
        for layer in range(shape.layers)
        for part in ("key", "value")
    }
    assert sorted(cache) == sorted(
        each for each in reference.input_names if each.startswith("past_key")
    )

    def by_blocks(work):
        return reference.run(["logits"], rows.paged_feeds(work, blocks) | cache)[0]

    draw = np.random.default_rng(1)
    texts = [draw.integers(0, shape.vocabulary, length) for length in (20, 5, 31)]
    by_blocks([(0, 0, texts[0][:-1]), (2, 0, texts[2][:17])])
    # A decode row, a whole prompt and a later chunk in one run.
    got = by_blocks([(0, 19, texts[0][-1:]), (1, 0, texts[1]), (2, 17, texts[2][17:])])
    wanted = [slots.run([text], [len(text)], first=row)[0] for row, text in enumerate(texts)]
    assert rows.alike(got, np.stack(wanted))["difference_over_spread"] < 1e-4


def test_the_attention_operator_alone_is_fed_the_same_way():
    shape, lengths = decoder.TINY, [21, 37]
    model = single.attention_graph(shape, "blocks", "f32", "same", 64)
    reference = ReferenceEvaluator(model, new_ops=[PagedAttention])
    qkv = np.random.default_rng(5).standard_normal((2, 37, shape.qkv), dtype=np.float32)
    work = [(row, 0, range(length)) for row, length in enumerate(lengths)]
    feeds = rows.paged_feeds(work, rows.block_tables(2, 4))
    feeds = {name: feeds[name] for name in reference.input_names if name in feeds}
    for part in "kv":
        dims = (8, 16, shape.kv_heads, shape.head_size)
        feeds[f"past_{part}"] = np.full(dims, 9e3, np.float32)
    feeds["qkv"] = np.concatenate([row[:length] for row, length in zip(qkv, lengths, strict=True)])
    got = reference.run(["out"], feeds)[0]
    slots = single.Attention(runtime.Place("cpu"), shape, "slots", "f32")
    wanted = slots.answer(slots.prompt(qkv, lengths))
    wanted = np.concatenate([row[:length] for row, length in zip(wanted, lengths, strict=True)])
    assert np.abs(got - wanted).max() < 1e-5


def test_the_table_shows_what_was_found_and_nothing_more(dry_run):
    shown = table.render(dry_run)
    assert shown.startswith("**A dry run")
    assert shown.count("\n### ") == len(probe.SECTIONS)
    assert "| blocks of 16: together as alone | not run |" in shown
    assert table.render(None) == "_not run yet_\n"


def test_the_table_divides_by_the_limits_of_the_same_run():
    decode = {"median_ms": 2.0, "repetitions": 5, "tokens_per_s": 500, "bytes": 2_000_000}
    speed = {"status": "done", "decode batch 1": decode}
    report = {
        "tiny": False,
        "begun": "then",
        "environment": {"packages": {}},
        "sections": {"speed": {"status": "done", "parts": {"0.5b": speed}}},
    }
    assert "2 ms, 500 tok/s |" in table.render(report)
    limits = {"status": "done", "parts": {"copy": {"status": "done", "bytes_per_s": 4e9}}}
    report["sections"]["limits"] = limits
    assert "2 ms, 500 tok/s, 25% of the measured bandwidth" in table.render(report)


def test_the_table_goes_between_the_marks_of_the_readme(tmp_path, dry_run):
    readme = tmp_path / "README.md"
    readme.write_text((PROBE_DIR.parent / "README.md").read_text())
    results = tmp_path / "results.json"
    results.write_text(json.dumps(dry_run))
    assert table.main([str(results), "--into", str(readme)]) == 0
    once = readme.read_text()
    assert "_not run yet_" not in once and "### placement: done" in once
    assert table.main([str(results), "--into", str(readme)]) == 0
    assert readme.read_text() == once


def test_without_a_confirmation_it_only_says_what_it_would_do():
    ended = subprocess.run(
        [PROBE_DIR.parent / "run"], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "up to 8 minutes" in ended.stderr and "CONFIRM=yes" in ended.stderr
    assert "missing" not in ended.stderr


def test_parts_are_put_together_again_only_when_all_are_there(tmp_path):
    content = np.random.default_rng(0).bytes(3 << 20)
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("onnxruntime/capi/libonnxruntime_providers_cuda.so", content)
        archive.writestr("onnxruntime/capi/libonnxruntime.so.1.31.1", b"not needed")
    out, site = tmp_path / "out", tmp_path / "site"
    environment = os.environ | {"PART_MIB": "1"}
    subprocess.run([PROBE_DIR / "pack.sh", out, wheel], env=environment, check=True)
    parts = sorted(out.glob("part.*"))
    assert len(parts) == 4 and all(part.stat().st_size <= 1 << 20 for part in parts)
    late = parts[2].rename(tmp_path / "late")
    assert subprocess.run([out / "unpack.sh", out, site]).returncode != 0
    assert not site.exists()
    late.rename(parts[2])
    subprocess.run([out / "unpack.sh", out, site], check=True)
    found = [each for each in site.rglob("*") if each.is_file()]
    assert [each.name for each in found] == ["libonnxruntime_providers_cuda.so"]
    assert found[0].read_bytes() == content
