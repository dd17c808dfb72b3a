"""Books of made-up verse, set as Project Gutenberg sets them."""

HEADER = """\
The Project Gutenberg EBook of {title}, by {author}

This eBook is for the use of anyone anywhere at no cost.

Title: {title}

Author: {author}

Release Date: May, 2004 [EBook #99999]

Language: {language}

*** START OF THIS PROJECT GUTENBERG EBOOK {upper} ***




Produced by Nobody




"""

FOOTER = """




End of the Project Gutenberg EBook of {title}, by {author}

*** END OF THIS PROJECT GUTENBERG EBOOK {upper} ***

Section 1.  General Terms of Use and Redistributing

A line of the licence
And one more of it
"""


def book(body: str, title="Harbour Lamps", author="Ada Nobody", language="English") -> str:
    values = {"title": title, "author": author, "upper": title.upper(), "language": language}
    return HEADER.format(**values) + body + FOOTER.format(**values)


WITH_CONTENTS = """\
HARBOUR LAMPS

BY

ADA NOBODY



  To
  THE KEEPER

  _He kept a lamp for every ship
  And one for none of them_




PREFACE


I did not mean to print these verses, which were written for a friend
and not for the public; but the friend insisted, and the public, who was
never asked, has not yet complained of it, so that I let them stand here
as they are, with all their faults upon them.




CONTENTS

                                        PAGE
  THE FIRST LAMP                           1
  A LONG TITLE THAT THE PRINTER HAD TO
    BREAK                                  2
  "WAIT FOR ME"                            4
  THE TIDE TABLE                           5
  GULLS                                    7




THE FIRST LAMP


  A lamp is lit behind the glass
    And swings above the stair;
  The boats go out, the people pass,
    And no one sees it there.

  It burns for _no one_ after all,
    It burns for all the same.




A LONG TITLE THAT THE PRINTER HAD TO BREAK

(_For the printer_)


  I set the type by candlelight,
  And half of it was wrong.

       *       *       *       *       *

  The other half I could not read;
  It was too long.




HARBOUR LAMPS

  And here the page begins again
  With half a poem to go.




"WAIT FOR ME"

  Wait for me where the river bends (1)
  And count the heron's feet.


(1) A heron has two.




THE TIDE TABLE


I

HIGH WATER

  At six the water touched the wall.

II

LOW WATER

  At noon there was no sea at all.
  [Illustration: the sea]




GULLS

  They quarrel for a crust of bread
  And cry like doors at night.




NOTES


THE FIRST LAMP.

The lamp of which I speak was hung in the year of the great frost, and
those who hung it could not say for whom, although they tended it with
care, and when the frost was over they took it down again.




By the Same Author

Small Boats
Large Boats
"""

WITHOUT_CONTENTS = """\
HARBOUR LAMPS

By Ada Nobody



     Come, little book,
     And say no more than this.




BOOK I.  SHORE




The Wharf

  The planks of the long wharf are wet with the rain of a morning that nobody
      remembers, and will not be dry before the
      evening,
  And I walk.

       2
  I have walked here all my life.




By the Steps

  Who goes there? I am nobody, I am only the one who was sent to ask the
      Harbourmaster,
  And nobody else is here.




BOOK II




Thought [1855]
  [Written on a boat]

  Of boats.




"A Pair of Oars"

  Left.




FANCIES


   [I]  The Rope

  It holds.



  [II]  The Knot

  It holds the rope.




L. of W.'s Purport

  None.
"""

NUMBERED = """\
A LAD OF THE HARBOUR




          I

          THE RECRUIT

          He marched away
           In a coat of grey.



          II

          The gulls are loud, the tide is low,
           And where the lads went none will know.



          III

          Low is the tide and loud the gulls.
"""

SONNETS = """\
Harbour Lamps




Sonnets


            I

{first}


            II     The Buoy

{second}
"""

WIDE_GAPS = """\
Harbour Lamps



Contents



      I

  Nets
  Only at Night


  By the Sea


      II

  Salt
  Ropes
  Foam




      I




  Nets



  Mended by day
  And torn at night.




  Only at Night

  (For J.)



  Only at night the nets are still,
  Hung up to dry.




  By the Sea

      II




  Salt



  It is not sweet.

  Again I say
  It is not sweet.




  Ropes



  Ropes, and ropes.



  More ropes, after a rest,
  And then no more.




  Foam



  White.



  [End of original text.]




  Biographical Note:

  Ada Nobody was not born.
"""

PROSE_POEM = """\
Contents


  Fog
  Ice
  Rain
  Snow
  Wind




Fog


   The fog comes up the street and stops at every door to read the number,
   and then goes on, and does not knock, because it has forgotten whom it
   came for.  We hear it breathing in the yard.

   It has forgotten.




Ice

  Cold.




Rain

  Wet.




Snow

  White.




Wind

  Loud.
"""
