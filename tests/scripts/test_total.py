"""`scripts/test` decides what is red: a suite that went wrong in any way must not look green."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/test"


@pytest.fixture
def script():
    loader = SourceFileLoader("scripts_test", str(SCRIPT))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def rust_line(verdict, passed, failed, ignored):
    return (
        f"test result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored; "
        "0 measured; 0 filtered out; finished in 0.00s\n"
    )


def test_rust_counts_are_summed_over_all_binaries(script):
    lines = ["running 3 tests\n", rust_line("ok", 3, 0, 1), "noise\n", rust_line("FAILED", 4, 2, 0)]
    assert script.rust_counts(lines) == (7, 2, 1)


def test_a_rust_test_that_says_it_was_skipped_has_not_passed(script):
    lines = [
        "SKIPPED who may do what: it takes root\n",
        "test callers::places_of_strangers ... SKIPPED places of strangers: it takes root\n",
        '171 |         say("SKIPPED {what}: {why}");\n',
        "test it_says_SKIPPED ... ok\n",
        rust_line("ok", 5, 0, 1),
    ]
    assert script.rust_counts(lines) == (3, 0, 3)


def test_pytest_counts_errors_as_failures(script):
    report = '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"/></testsuites>'
    assert script.pytest_counts(report) == (5, 3, 1)


def test_a_suite_that_does_not_compile_is_one_failure(script):
    assert script.settle("cargo test", 101, script.rust_counts(["error: could not compile\n"])) == (0, 1, 0)


def test_a_crash_after_passed_tests_is_one_failure(script):
    assert script.settle("cargo test", 101, script.Counts(5, 0, 0)) == (5, 1, 0)


def test_a_suite_that_ran_nothing_is_one_failure(script):
    assert script.settle("pytest", 5, script.Counts()) == (0, 1, 0)
    assert script.settle("cargo test", 0, script.Counts()) == (0, 1, 0)


def test_counted_failures_are_not_counted_twice(script):
    assert script.settle("pytest", 1, script.Counts(8, 2, 0)) == (8, 2, 0)
    assert script.settle("pytest", 0, script.Counts(8, 0, 0)) == (8, 0, 0)


def test_a_client_that_cannot_be_installed_is_red(script, tmp_path, monkeypatch):
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("./no-such-package\n")
    monkeypatch.setattr(script, "REQUIREMENTS", requirements)
    monkeypatch.setattr(script, "VENV", tmp_path / "venv")
    assert script.client_suite() == (0, 1, 0)
