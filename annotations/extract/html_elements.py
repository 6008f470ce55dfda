"""The elements of HTML, sorted by what they mean for the words between them."""


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


VOID = _names("area base basefont br col embed frame hr img input link meta param source track wbr")
# Elements whose content is characters up to their end tag, whatever it looks like.
RAW = _names("script style textarea title xmp iframe noembed noframes")
RAW_SEEN = _names("textarea xmp")
# Elements whose content no reader sees as text of the page.
UNSEEN = _names("head noscript template svg math object select datalist canvas audio video")
HEAD_CONTENT = _names("base link meta noscript object script style template title")
INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var"
)
BLOCK = _names(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section "
    "summary table tbody tfoot thead tr td th ul"
)
# The names that trafilatura gives to blocks in the tree it returns.
TRAFILATURA_BLOCK = _names("head list item quote row cell code comments doc")
# An element whose end tag may be left out, and the elements that a new one of it does not reach beyond.
IMPLIED_END = {
    "li": _names("ul ol menu dir"),
    "tr": _names("table"),
    "td": _names("table tr"),
    "th": _names("table tr"),
    "tbody": _names("table"),
    "option": _names("select datalist"),
}
