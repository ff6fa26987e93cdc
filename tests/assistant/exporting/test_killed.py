"""An export that is killed leaves the file of before or the whole new one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from assistant.answers.archive import Record
from assistant.exporting import save
from assistant.exporting.json import read

AGAIN_AND_AGAIN = """
import sys
from pathlib import Path
from assistant.exporting import save
from assistant.exporting.json import read
path = Path(sys.argv[1])
records = read(path.read_bytes())
while True:
    print("writing", flush=True)
    save(records, "A talk", path)
"""


def test_kill_9_during_an_export_leaves_no_half_file(record: Record, tmp_path: Path) -> None:
    """A process that writes the same conversation over and over is killed at any moment; the file is always whole."""
    path = tmp_path / "talk.json"
    save([record] * 100, "A talk", path)
    whole = path.read_bytes()
    for lines in (1, 2, 3):
        writer = subprocess.Popen([sys.executable, "-c", AGAIN_AND_AGAIN, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        for _ in range(lines):
            writer.stdout.readline()
        writer.kill()
        writer.wait()
        writer.stdout.close()
        assert path.read_bytes() == whole
    assert len(read(whole)) == 100
