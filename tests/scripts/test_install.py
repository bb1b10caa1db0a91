"""`scripts/install`, which `make install` ends with, puts each file where a distribution looks for it."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN_DIR = Path(os.environ.get("EDGED_BIN_DIR", ROOT / "target/debug"))
SHARE = ROOT / "models/share"
WHERE = {
    "bin/edged", "bin/edgectl", "lib/edged/edge-worker",
    "share/bash-completion/completions/edgectl", "share/zsh/site-functions/_edgectl",
    "share/fish/vendor_completions.d/edgectl.fish", "share/man/man8/edged.8",
}


def install(destdir, prefix="/usr"):
    environment = os.environ | {"DESTDIR": str(destdir), "PREFIX": prefix}
    return subprocess.run(
        [ROOT / "scripts/install", BIN_DIR], env=environment, capture_output=True, text=True, timeout=60,
    )


def files_under(top):
    return {str(path.relative_to(top)) for path in top.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    # A blank in the way is where a missing quote shows.
    destdir = tmp_path_factory.mktemp("dest dir")
    done = install(destdir)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return destdir


def test_everything_is_where_it_belongs_and_nothing_else_is_there(installed):
    files = files_under(installed / "usr")
    pages = {file for file in files if file.startswith("share/man/man1/edgectl")}
    assert {"share/man/man1/edgectl.1", "share/man/man1/edgectl-models-add.1"} <= pages
    shared = {f"share/edged/{file}" for file in files_under(SHARE)}
    assert files == WHERE | pages | shared
    assert "share/edged/edged.toml" in shared
    assert [path.name for path in installed.iterdir()] == ["usr"]


def test_programs_can_be_run_and_the_rest_is_read(installed):
    for path in (installed / "usr").rglob("*"):
        runs = path.is_dir() or path.parts[-2] in ("bin", "edged") and "share" not in path.parts[-4:]
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if runs else 0o644), path
    done = subprocess.run(
        [installed / "usr/bin/edgectl", "--version"], capture_output=True, text=True, timeout=10,
    )
    assert done.stdout.startswith("edgectl ")


@pytest.mark.skipif(not shutil.which("man"), reason="man is not here")
def test_man_shows_the_pages(installed):
    for page in sorted((installed / "usr/share/man").rglob("*.[18]")):
        done = subprocess.run(
            ["man", "--warnings", "-l", page], capture_output=True, text=True, timeout=30,
            env=os.environ | {"LC_ALL": "C.UTF-8", "MANWIDTH": "80", "PAGER": "cat"},
        )
        assert (done.returncode, done.stderr) == (0, ""), page
        assert "NAME" in done.stdout and "SYNOPSIS" in done.stdout, page


def test_a_prefix_without_a_slash_is_refused(tmp_path):
    done = install(tmp_path, prefix="usr")
    assert done.returncode == 1 and "PREFIX" in done.stderr
    assert not any(tmp_path.iterdir())


def test_make_install_ends_with_the_script():
    done = subprocess.run(
        ["make", "--no-print-directory", "-n", "install", "DESTDIR=/d", "PREFIX=/p"], cwd=ROOT,
        capture_output=True, text=True, timeout=30,
    )
    assert done.stdout.splitlines()[-1] == 'DESTDIR="/d" PREFIX="/p" scripts/install target/release'
