"""Words whose full stop does not, or need not, end a sentence. Written in lower case, without the last stop."""

from .wordlists import words

# Something always follows: a name, a number, an example.
NEVER_LAST = words(
    "mr mrs cllr ms mx messrs mme mlle dr prof gen sen rep gov lt col sgt capt maj cpl pvt rev revd hon pres adm cmdr",
    "supt insp det amb atty fr sec'y mt ft e.g i.e cf viz vs v al ca approx fig figs vol vols ed eds pp para paras",
    "art arts ch chs lt.col maj.gen brig vice-adm dist op rt asst assoc w.r.t p.s ps drs profs gens",
)

# Followed by a number, they stand for "number", "page", "chapter"; otherwise they are words.
BEFORE_NUMBER = words("no nos nr p pg sec sect ch art n° c est ca")

# They may close a sentence; what follows decides.
MAY_BE_LAST = words(
    "inc corp ltd co llc plc bros jr sr esq etc a.m p.m am pm dept univ assn ave blvd rd hwy ln st sq apt bldg est "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ph.d m.d b.a m.a j.d d.d.s u.s u.k u.n e.u u.s.a u.a.e d.c n.y l.a b.c a.d c.e b.c.e "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa "
    "tenn tex va vt wash wis wyo ont que alta "
    "min max avg tel ext hr hrs sec secs mins ft lb lbs oz km mi mph sq.ft misc temp intl natl govt mfg"
)

# A name follows "St. Michael" and "Ft. Worth", a sentence follows "Main St. The".
SAINT_OR_STREET = frozenset({"st", "ft", "mt"})

CLOCK = frozenset({"a.m", "p.m", "am", "pm"})
AFTER_CLOCK = words(
    "est edt cst cdt mst mdt pst pdt et ct pt gmt utc bst cet cest ist jst monday tuesday wednesday thursday friday "
    "saturday sunday eastern central pacific mountain"
)

# A capital letter alone closes a sentence after these: "Plan B.", "vitamin C."
LETTERED = words("plan vitamin group grade type hepatitis appendix exhibit option section schedule class")

# Words that open a sentence far oftener than they open a name.
STARTERS = words(
    "the a an this that these those it its he she they we you i his her their our my your there here who what when "
    "where why how which if in on at by for from with without and but or nor so yet as after before since during "
    "while although though however meanwhile moreover nevertheless instead then now once under over about according "
    "among despite some many most several all both each every no not one two three is are was were do does did has "
    "have had can could will would should may might must please also until because even still such only additionally "
    "furthermore consequently therefore today yesterday tomorrow earlier later last next between across"
)

# Lower-case words followed by a stop that is part of them, although a lower-case word follows.
LOWER_CASE_GOES_ON = NEVER_LAST | MAY_BE_LAST | BEFORE_NUMBER
