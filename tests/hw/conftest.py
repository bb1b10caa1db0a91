"""The probe is a folder of scripts, imported as it is run."""

import sys
from pathlib import Path

PROBE_DIR = Path(__file__).resolve().parents[2] / "hw-tests/probe"
sys.path.insert(0, str(PROBE_DIR))
