"""What languages are called, by their codes: nobody should have to hear "F R"."""

from ekphrasis_app.speech.voices import base
from ekphrasis_app.wording import tr

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cmn": "Chinese", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "eo": "Esperanto", "es": "Spanish", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "la": "Latin", "lt": "Lithuanian",
    "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sco": "Scots", "sk": "Slovak",
    "sl": "Slovene", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip
"""The languages of poems and voices that are met most, by their ISO 639 codes."""


def language_name(tag: str) -> str:
    """The language of a BCP 47 tag in the language of the window; empty if it is unknown."""
    name = NAMES.get(base(tag), "")
    return tr(name) if name else ""
