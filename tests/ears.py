"""A sound card for tests on machines without one, and an ear that hears what it plays.

A PulseAudio server of the test's own plays into nothing; its monitor is recorded, so that
what is measured has really left the program.
"""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

RATE = 48000

RECORD = ("parec", "-d", "ear.monitor", "--format=s16le", "--channels=1", "--latency-msec=5")

LOUD = 300
"""Samples above this are sound: 1 in 100 of full scale."""

SCRIPT = """
load-module module-null-sink sink_name=ear rate=48000 channels=2
set-default-sink ear
set-default-source ear.monitor
load-module module-native-protocol-unix auth-anonymous=1
"""


class SoundCard:
    """A PulseAudio server whose only sink is recorded."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.start()

    def start(self) -> None:
        """Plug it in."""
        script = self._folder / "null.pa"
        script.write_text(SCRIPT)
        environment = {**os.environ, **self.environment, "PULSE_SERVER": ""}
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _until((self._folder / "pulse" / "native").exists, "PulseAudio starts")
        _until(self._answers, "PulseAudio answers")

    def pull(self) -> None:
        """Take it away, as when headphones are unplugged."""
        self._server.send_signal(signal.SIGKILL)
        self._server.wait()
        (self._folder / "pulse" / "native").unlink(missing_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to find this sound card and no other."""
        return {
            "XDG_RUNTIME_DIR": str(self._folder),
            "PULSE_SERVER": f"unix:{self._folder / 'pulse' / 'native'}",
        }

    def _answers(self) -> bool:
        asked = subprocess.run(
            ["pactl", "info"], env={**os.environ, **self.environment}, capture_output=True
        )
        return asked.returncode == 0


class Ear:
    """Records the sound card from the moment it is made; times are of ``perf_counter``."""

    def __init__(self, card: SoundCard) -> None:
        self.chunks: list[tuple[float, np.ndarray]] = []
        self._recorder = subprocess.Popen(
            [*RECORD, f"--rate={RATE}"],
            env={**os.environ, **card.environment},
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        _until(lambda: bool(self.chunks), "the recorder runs")

    def first_sound(self, since: float, patience: float = 3.0) -> float:
        """Seconds from ``since`` to the first sound after it; waits for one."""
        _until(lambda: self._edges(since), "something is heard", patience)
        return self._edges(since)[0] - since

    def last_sound(self, since: float, quiet: float = 0.3) -> float:
        """Seconds from ``since`` to the last sound, once there was ``quiet`` after it."""

        def silent() -> bool:
            edges = self._edges(since)
            last = edges[-1] if edges else since
            return self.chunks[-1][0] > last + quiet

        _until(silent, "silence", 10.0)
        edges = self._edges(since)
        return edges[-1] - since if edges else 0.0

    def found(self, shape: np.ndarray, since: float, until: float) -> float:
        """When the part between two moments that is most like ``shape`` began."""
        heard = self.sound(since, until).astype(np.float64)
        likeness = np.correlate(heard, shape.astype(np.float64), "valid")
        end = max(end for end, _ in self.chunks if end <= until)
        return end - (len(heard) - int(np.argmax(likeness))) / RATE

    def sound(self, since: float, until: float) -> np.ndarray:
        """The samples heard between two moments."""
        chunks = [chunk for end, chunk in list(self.chunks) if since < end <= until]
        return np.concatenate(chunks) if chunks else np.zeros(0, np.int16)

    def close(self) -> None:
        self._recorder.terminate()
        self._recorder.wait()
        self._listener.join()
        self._recorder.stdout.close()

    def _listen(self) -> None:
        while data := self._recorder.stdout.read(2400):
            samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2")
            self.chunks.append((time.perf_counter(), samples))

    def _edges(self, since: float) -> list[float]:
        """When each loud sample after ``since`` was heard: the first and last of a chunk."""
        edges: list[float] = []
        for end, chunk in list(self.chunks):
            if end < since:
                continue
            loud = np.flatnonzero(np.abs(chunk.astype(np.int32)) > LOUD)
            if len(loud):
                begin = end - len(chunk) / RATE
                edges += [begin + loud[0] / RATE, begin + loud[-1] / RATE]
        return [edge for edge in edges if edge >= since]


def missing_for_sound() -> str:
    """The program that is missing for a sound card of one's own, or nothing."""
    wanted = ("pulseaudio", "pactl", "parec")
    return next((program for program in wanted if shutil.which(program) is None), "")


@pytest.fixture
def sound_card(tmp_path, monkeypatch) -> Iterator[SoundCard]:
    """A sound card of the test's own, the default one for the test and what it starts."""
    if missing := missing_for_sound():
        pytest.skip(f"needs the program {missing} (package pulseaudio or pulseaudio-utils)")
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    card = SoundCard(folder)
    for name, value in card.environment.items():
        monkeypatch.setenv(name, value)
    yield card
    card.pull()


@pytest.fixture
def ear(sound_card) -> Iterator[Ear]:
    """An ear at the test's sound card."""
    ear = Ear(sound_card)
    yield ear
    ear.close()


@pytest.fixture
def speech_dispatcher(sound_card) -> Iterator[None]:
    """A Speech Dispatcher of the test's own, which the first who wants to speak starts."""
    if shutil.which("speech-dispatcher") is None:
        pytest.skip("needs the package speech-dispatcher")
    if not Path("/usr/lib/speech-dispatcher-modules/sd_espeak-ng").exists():
        pytest.skip("needs the package speech-dispatcher-espeak-ng")
    yield
    folder = Path(sound_card.environment["XDG_RUNTIME_DIR"]) / "speech-dispatcher"
    for pid in folder.glob("pid/*.pid"):
        os.kill(int(pid.read_text()), signal.SIGKILL)


def _until(condition, what: str, patience: float = 10.0) -> None:
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience} seconds in vain: {what}")
        time.sleep(0.01)
