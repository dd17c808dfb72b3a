"""A speech engine whose every word the test decides."""

from ekphrasis_app.ports import Capabilities, Outcome, Voice


class ScriptedEngine:
    """Keeps what it was asked to say; ``saying`` is the latest."""

    name = "Scripted"

    def __init__(self, pause_in_line=True):
        self.capabilities = Capabilities(word_times=True, pause_in_line=pause_in_line)
        self.sayings = []
        self.prepared = []

    @property
    def said(self):
        return [saying.text for saying in self.sayings]

    @property
    def saying(self):
        return self.sayings[-1]

    def voices(self):
        return [Voice(tag, tag, tag) for tag in ("en", "de", "el")]

    def prepare(self, text, manner):
        self.prepared.append(text)

    def speak(self, text, manner, marked, done):
        if self.sayings:
            self.saying.end(Outcome.STOPPED)
        self.sayings.append(ScriptedSaying(text, manner, marked, done))
        return self.saying

    def hush(self):
        if self.sayings:
            self.saying.stop()

    def close(self): ...


class ScriptedSaying:
    """One text; the test says when its words are heard and when it ends."""

    def __init__(self, text, manner, marked, done):
        self.text, self.manner, self._marked, self._done = text, manner, marked, done
        self.asked = []
        self._over = False

    def hear(self, word):
        """The word is heard now."""
        self._marked(self.text.index(word), len(word))

    def end(self, outcome=Outcome.FINISHED):
        if not self._over:
            self._over = True
            self._done(outcome)

    def stop(self):
        self.asked.append("stop")
        self.end(Outcome.STOPPED)

    def pause(self):
        self.asked.append("pause")

    def resume(self):
        self.asked.append("resume")
