"""Write "What a visit sounds like" into the README, from the recorded transcript.

``python -m tests.e2e.write_readme``; the transcript is recorded by ``record_orca``.
"""

import json
import re

from ekphrasis_app.app import folders
from tests.e2e.record_orca import PICTURE, TRANSCRIPT

README = folders.project_folder() / "README.md"
BEGIN, END = "<!-- visit: begin -->", "<!-- visit: end -->"

KEYS = {
    "ctrl": "Control",
    "shift": "Shift",
    "Return": "Enter",
    "comma": "Comma",
    "Down": "Arrow down",
    "Up": "Arrow up",
    "space": "Space",
}
"""Names of keys for readers, by those of xdotool."""


def keys_in_words(keys: str) -> str:
    """ "ctrl+o" is "Control O"; text that is typed stands in quotation marks."""
    kind, _, typed = keys.partition(":")
    if kind == "type":
        return f"types “{typed.format(picture=PICTURE)}”"
    names = [KEYS.get(key, key if len(key) > 1 else key.upper()) for key in keys.split("+")]
    return "presses " + " ".join(names)


def section(steps: list[dict]) -> str:
    """The visit as a list: what the person does, and what Orca says to it."""
    lines = [
        "## What a visit sounds like",
        "",
        "Recorded from the real screen reader Orca on a new profile, and written here by",
        "`python -m tests.e2e.write_readme`; a test plays the visit anew and compares.",
        "",
    ]
    for number, step in enumerate(steps, 1):
        does = step["does"].rstrip("?")
        how = f" ({keys_in_words(step['keys'])})" if step["keys"] else ""
        lines.append(f"{number}. **{does}**{how}")
        heard = " ".join(sentence(text) for text in step["heard"])
        if heard:
            lines.append(f"   > {heard}")
    return "\n".join(lines)


def sentence(text: str) -> str:
    """As Orca says it, without the word by which it introduces messages."""
    text = text.removeprefix("notification ").strip()
    return text if re.search(r"[.?!,;:]$", text) else f"{text}."


def with_section(readme: str, text: str) -> str:
    """The README with ``text`` between its marks; they are added at the end if missing."""
    if BEGIN not in readme:
        readme = f"{readme.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = readme.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


if __name__ == "__main__":
    steps = json.loads(TRANSCRIPT.read_text(encoding="utf-8"))
    README.write_text(with_section(README.read_text(encoding="utf-8"), section(steps)))
