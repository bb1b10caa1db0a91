#!/bin/sh
# Packs ONNX Runtime for CUDA into parts that travel where a 250 MB wheel cannot, or where there is no net.
#
#   pack.sh OUT_DIR [WHEEL ..]      without a wheel, pip fetches onnxruntime-gpu
#
# OUT_DIR then holds part.000 .., their checksums and unpack.sh, which needs only sh and python3:
#   unpack.sh PARTS_DIR SITE_DIR    and PYTHONPATH=SITE_DIR python3 probe.py ..
# What the probe never loads (the C library, TensorRT's bridge, model tools) stays behind.
set -eu

VERSION=${VERSION:-1.31.1}
PYTHON_VERSION=${PYTHON_VERSION:-3.12}
MACHINE=${MACHINE:-x86_64}
PART_MIB=${PART_MIB:-40}

[ $# -ge 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
out=$1
shift
mkdir -p "$out"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if [ $# -eq 0 ]; then
  echo "pack: fetching onnxruntime-gpu $VERSION for Python $PYTHON_VERSION on $MACHINE" >&2
  platforms=
  for glibc in 2_34 2_28 2_27; do platforms="$platforms --platform manylinux_${glibc}_$MACHINE"; done
  # shellcheck disable=SC2086
  python3 -m pip download --quiet --no-deps --only-binary=:all: --implementation cp \
    --python-version "$PYTHON_VERSION" $platforms --dest "$scratch/wheels" "onnxruntime-gpu==$VERSION"
  set -- "$scratch"/wheels/*.whl
fi

rm -f "$out"/part.* "$out"/SHA256SUMS
python3 - "$out" "$PART_MIB" "$@" <<'PACK'
"""Files of all wheels into one tar.xz, cut while it is written."""
import io, lzma, re, sys, tarfile, zipfile
from pathlib import Path

LEFT = re.compile(r"onnxruntime/(capi/libonnxruntime\.so|capi/libonnxruntime_providers_tensorrt|"
                  r"transformers/|datasets/|backend/|tools/|quantization/)")


class Parts(io.RawIOBase):
    def __init__(self, folder, size):
        self.folder, self.size, self.count, self.room, self.file = folder, size, 0, 0, None

    def writable(self):
        return True

    def write(self, data):
        data = memoryview(data)
        done = len(data)
        while data:
            if not self.room:
                self.end()
                self.file = open(self.folder / f"part.{self.count:03}", "wb")
                self.count, self.room = self.count + 1, self.size
            piece, data = data[: self.room], data[self.room :]
            self.file.write(piece)
            self.room -= len(piece)
        return done

    def end(self):
        if self.file:
            self.file.close()


out, part_mib, *wheels = sys.argv[1:]
parts = Parts(Path(out), int(part_mib) << 20)
# The code for GPUs is compressed already: a higher preset costs minutes and saves 2 %.
with lzma.open(parts, "wb", preset=1) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for info in archive.infolist():
                if info.is_dir() or LEFT.match(info.filename):
                    continue
                entry = tarfile.TarInfo(info.filename)
                entry.size, entry.mode = info.file_size, 0o644
                with archive.open(info) as content:
                    tar.addfile(entry, content)
parts.end()
PACK
(cd "$out" && sha256sum part.* > SHA256SUMS)

cat > "$out/unpack.sh" <<'UNPACK'
#!/bin/sh
# unpack.sh PARTS_DIR SITE_DIR: checks every part, then unpacks. Says which part is not there yet.
set -eu
(cd "$1"; sha256sum --quiet --strict --check SHA256SUMS)
mkdir -p "$2"
cat "$1"/part.* | python3 -c "import sys, tarfile
with tarfile.open(fileobj=sys.stdin.buffer, mode='r|xz') as tar:
    tar.extractall(sys.argv[1], filter='data')" "$2"
UNPACK
chmod +x "$out/unpack.sh"
ls -l "$out" >&2
