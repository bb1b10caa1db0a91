"""The shipped configuration: every commented line is a setting that exists, with a value it may have."""

import re
import subprocess

from edged import BIN_DIR, ROOT, clean_environment


def check_config(share_dir, home):
    return subprocess.run(
        [
            BIN_DIR / "edged", "--user", "--check-config", f"--share-dir={share_dir}",
            f"--config-dir={home}", f"--state-dir={home}", f"--cache-dir={home}",
        ],
        env=clean_environment(), capture_output=True, text=True, timeout=10,
    )


def test_the_shipped_file_is_true_when_uncommented(tmp_path):
    shipped = (ROOT / "models/share/edged.toml").read_text()
    settings, count = re.subn(r"^#(?=[a-z_]+ = )", "", shipped, flags=re.MULTILINE)
    assert count > 15
    (tmp_path / "edged.toml").write_text(settings)
    result = check_config(tmp_path, tmp_path / "none")
    assert result.returncode == 0, result.stderr


def test_a_setting_that_does_not_exist_is_refused_with_its_line(tmp_path):
    (tmp_path / "edged.toml").write_text("[limits]\nqueue_max = 1\n")
    result = check_config(tmp_path, tmp_path / "none")
    assert result.returncode == 78
    assert "edged.toml:2" in result.stderr and "queue_max" in result.stderr
