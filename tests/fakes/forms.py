"""Verse of our own in ten forms, to be read aloud."""

from ekphrasis_app.domain.poem import Poem, stanzas_of

SONNET = """
When I consider how the kettle sings
above the flame it never asked to know,
I think of all the patient, minor things
that warm a house and never seem to glow:
the hinge, the cup, the button and the thread,
the shelf that holds what nobody will miss,
the lamp that leaves its circle on the bed,
the latch that closes softly with a kiss.
They ask for nothing; yet the day is theirs,
for who could rise without them, who could eat?
They bear the weight of all our small affairs
and never rest their uncomplaining feet.
  So let me be, before my fire is low,
  a thing that someone used, and did not know.
"""

FREE_VERSE = """
The river
does not remember the bridge,
only the cold
      and the long green weight
of moving.

I stand here anyway.
I count the stones that I can see, and then the stones that I suppose are there, and give up.
"""

BALLAD = """
There came a stranger to the inn,
  The rain upon his sleeve;
"O who will let a wanderer in
  Upon this bitter eve?"

"I will not let thee in," she said,
  "The rain upon thy sleeve;
For I have buried one in red
  Upon this bitter eve."

He turned him round, he turned him about,
  The rain upon his sleeve;
And never more was he found out
  Upon this bitter eve.
"""

GERMAN = """
Der Regen geht von Tür zu Tür,
er klopft und fragt nicht viel;
er hat ein graues Wort dafür
und spielt das alte Spiel.
"""

TWO_LANGUAGES = """
Ich weiß nicht, was die Glocke meint,
I only hear it ring;
die alte Uhr im Keller weint,
and nobody will sing.
"""

ONE_WORD_LINES = """
Snow.
Snow,
snow
falls
—
then
stops.
"""

STAGE_DIRECTIONS = """
[Enter a Ghost, with a lantern.]
GHOST. Who keeps the watch?
SECOND WATCHMAN. (Aside) I think I know that face.
[He kneels.] Not I, my lord; not I.
_Exeunt._
"""

OLD_SPELLINGS = """
O'er hill and dale th' unwearièd sun hath gone,
'Tis he that op'd the heav'ns and clos'd the day;
Thro' ev'ry bow'r his wingèd steeds drew on,
Ne'er turn'd, nor look'd, nor ta'en aside their way.
"""

DASHES = """
I paused — and then — I heard it — there...
a step . . . a breath—a sound;
* * *
And "Who," I said, "is on the stair?"
(It was no more than wind: no more!)
"""

LONG = "\n".join(
    f"Verse {number} goes by, and {'still' if number % 3 else 'then'} the road goes on,"
    for number in range(1, 201)
)


def _poem(name, text, language="en"):
    return Poem(name, name.title(), "", stanzas_of(text), language)


TEN_FORMS = (
    _poem("sonnet", SONNET),
    _poem("free verse", FREE_VERSE),
    _poem("ballad", BALLAD),
    _poem("german", GERMAN, "de"),
    _poem("two languages", TWO_LANGUAGES),
    _poem("one-word lines", ONE_WORD_LINES),
    _poem("two hundred lines", LONG),
    _poem("stage directions", STAGE_DIRECTIONS),
    _poem("old spellings", OLD_SPELLINGS),
    _poem("dashes", DASHES),
)
