"""Lines that belong to the page, not to the article. Each pattern must match a whole paragraph from its beginning."""

import re

from .wordlists import words

MAX_WORDS = 40  # a longer paragraph is prose, however it begins

# The whole line is one of these, give or take punctuation.
_WHOLE_LINES = r"""
(?:our|the|more|all)?\s*(?:latest|recent|related|popular|trending|recommended|similar|top|featured|further)\s+
    (?:articles?|stories|story|posts?|news|reading|coverage|content|topics|headlines|videos|links|items)
    (?:\s+(?:from|in|on|about|for\s+you)\b.{0,40})?
| most\s+(?:read|popular|viewed|shared|watched|commented)(?:\s+.{0,30})?
| (?:read|see|learn|find\s+out)\s+more | more\s+(?:on|from|in|about)\b.{1,60} | more\s+(?:stories|news|articles|to\s+read)
| (?:you\s+(?:may|might)\s+(?:also\s+)?(?:like|enjoy|be\s+interested\s+in)|recommended(?:\s+for\s+you)?)(?:\s+.{0,40})?
| (?:continue|keep)\s+reading(?:\s+.{0,60})? | story\s+continues(?:\s+below)?(?:\s+.{0,30})? | article\s+continues.{0,40}
| share(?:\s+(?:this|on|via|with|the)\b.{0,40})? | (?:tweet|print|e-?mail|save|pin|copy)(?:\s+(?:this|link|article|it)\b.{0,20})?
| (?:leave|post|add|write|view|show|see)\s+(?:a\s+|all\s+)?(?:comments?|repl(?:y|ies))(?:\s*\(\d+\))? | \(?\d*\)?\s*comments?(?:\s*\(?\d+\)?)?
| (?:advertisement|advertising|ad|sponsored(?:\s+content)?|promoted|partner\s+content|skip\s+ad)
| (?:home|menu|search|sections?|topics?|tags?|categories|navigation|back\s+to\s+top|skip\s+to\s+(?:main\s+)?content|close|log\s*in|sign\s*in|register|sign\s*up|subscribe)
| (?:getty\s+images|ap\s+photo|reuters|afp|epa|pa\s+(?:media|wire)|shutterstock|istock|alamy(?:\s+stock\s+photo)?)(?:\s*[/|,–-].{0,60})?
| ends? | -\s*30\s*- | \#{2,} | (?:for\s+)?immediate\s+release | embargo(?:ed)?\b.{0,80}
| (?:\d+|one|two|three|four|five|six|ten)[\s-]min(?:ute)?s?\.?\s+read | (?:\d+\s+)?(?:minutes?|hours?|days?)\s+ago
| all\s+rights\s+reserved
"""

# The line begins like this.
_OPENINGS = r"""
(?:sign|signing)\s+up\s+(?:to|for)\b | subscribe\s+(?:to|now|today|for|here)\b | register\s+(?:for|to\s+(?:read|receive))\b
| (?:get|receive)\s+(?:our|the|more|all)\b.{0,60}(?:newsletter|inbox|e-?mail|app\b|alerts?)
| (?:join|follow|like|find|watch|contact|e-?mail|message|text)\s+(?:us|our|the\s+author|me)\b | follow\s+.{1,60}\s+on\s+(?:twitter|x|facebook|instagram|bluesky|mastodon|threads|linkedin|youtube|tiktok)
| (?:read|see|watch|listen)\s+(?:more|also|next|now|on)\s*[:：|–—>-] | (?:read|see)\s+more\s+(?:about|on|from|in|here)\b | related\s*(?:stories|articles|links|coverage)?\s*: | also\s+(?:read|see)\b | see\s+also\b | don['’]?t\s+miss\b
| click\s+(?:here|to|on)\b | tap\s+(?:here|to)\b | download\s+(?:our|the)\s+(?:free\s+)?app\b
| (?:copyright|©|\(c\)\s*\d{4}|&copy;) | .{0,80}\ball\s+rights\s+reserved\b
| (?:support|donate\s+to|fund)\s+(?:our|us|independent)\b.{0,60} | (?:we|this\s+site)\s+uses?\s+cookies\b | by\s+(?:clicking|continuing|signing\s+up|subscribing|using\s+this)\b
| (?:terms|privacy)\s+(?:of|policy|and|&|notice)\b | accept\s+(?:all\s+)?cookies\b | cookie\s+(?:policy|settings|notice|preferences)\b
| (?:this|the)\s+(?:article|story|piece|post|report|column)\s+(?:was|is|has\s+been|first|originally)\s+(?:\w+\s+)?(?:published|republished|updated|amended|syndicated|appeared|corrected|produced)\b | originally\s+(?:published|appeared)\b
| (?:last\s+)?(?:updated|published|posted|modified|amended)\s*(?:at|on|:|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)
| (?:additional\s+|further\s+)?(?:reporting|writing|editing|compiled|research|photography)\s+(?:by|from)\b
| (?:media|press|news)\s+(?:contacts?|enquiries|inquiries|office)\b | for\s+(?:more|further|press|media)\s+(?:information|enquiries|inquiries|details)\b | contacts?\s*:
| (?:photo(?:graph)?s?|image|picture|illustration|cover|header|main\s+image)\s*(?:credits?|courtesy(?:\s+of)?|source|by)\s*[:,]?\s | credits?\s*: | photo(?:graph)?s?\s*:\s*[^.]{1,60}(?:/[^.]{1,40}|getty.{0,20}|reuters|\bap|\bafp)$
| (?:tags?|topics?|filed\s+under|categories|keywords)\s*: | (?:do\s+you\s+)?have\s+(?:a\s+)?(?:tip|story|news\s+tip)s?\b | got\s+a\s+(?:tip|story|view)\b
| (?:the\s+)?(?:views|opinions)\s+(?:and\s+\w+\s+)?expressed\b | correction\s*:?\s*$
"""

_BYLINE = re.compile(
    r"(?:by|from|words|story|text)\s*:?\s+(?!the\b|a\b|an\b|now\b|then\b|contrast\b)"
    r"[A-Z][\w.’'-]+(?:[\s,&|/]+(?:and\s+|in\s+|for\s+|of\s+)?(?:[A-Z][\w.’'-]*|de|van|von|al|bin|political|senior|"
    r"chief|health|science|business|economics|education|environment|correspondent|reporter|editor|staff|writer)){0,12}$"
    r"|(?:BY|By)\s+[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]+){0,4}$",
    re.IGNORECASE,
)
_BYLINE_CASE = re.compile(r"\S+\s*:?\s+[A-Z]")
_AUTHOR_BIO = re.compile(
    r"(?:[A-Z][\w.’'-]+\s+){1,4}(?:is|covers)\s+(?:an?\s+|the\s+)?(?:[\w’'-]+\s+){0,4}?(?:reporter|correspondent|columnist|editor|"
    r"journalist|writer|contributor|staff writer)\b.{0,160}$"
)
_DATE_LINE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?\s*(?:\d{1,2}(?:st|nd|rd|th)?)?,?\s*(?:\d{4})?"
    r"(?:[\s,|·–—-]+(?:at\s+)?\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?$"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[\s,|·–—-]+\d{1,2}[:.]\d{2}.{0,10})?$",
    re.IGNORECASE,
)
_SHARE_WORDS = words(
    "facebook twitter x whatsapp email e-mail mail print linkedin reddit copy link share save pinterest telegram bluesky "
    "threads instagram flipboard messenger tweet pin bookmark comment comments sms pocket mastodon url embed gift"
)
_WORD = re.compile(r"[\w-]+")

_WHOLE = re.compile(rf"(?:{_WHOLE_LINES})[\s.:…!»>→|*]*$", re.IGNORECASE | re.VERBOSE)
_OPENING = re.compile(rf"(?:{_OPENINGS})", re.IGNORECASE | re.VERBOSE)

# After one of these, the short lines that follow are links to other articles.
_LINK_LIST = re.compile(
    r".{0,20}\b(?:latest|recent|related|popular|trending|recommended|similar|more|most read|most viewed|you may|"
    r"you might|top)\b",
    re.IGNORECASE,
)

DATELINE = re.compile(
    r"[A-Z][A-Z.’' /-]{2,40}(?:,\s+[A-Z][A-Za-z.]{2,14}){0,2}(?:,\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s+\d{4})?)?"
    r"\s*(?:\([A-Za-z][\w /.-]{1,20}\))?\s*[—–-]{1,2}\s+(?=[\"“‘']?[A-Z])"
)


def is_boilerplate(line: str) -> bool:
    """Whether a whole paragraph is furniture of the page: share bars, newsletter calls, credits, bylines, notices."""
    words = _WORD.findall(line[:400])
    if not words or len(words) > MAX_WORDS or len(line) > 400:
        return False
    if _WHOLE.match(line) or _OPENING.match(line) or _DATE_LINE.match(line) or _AUTHOR_BIO.match(line):
        return True
    if len(words) <= 16 and line[-1] not in "!?" and _BYLINE_CASE.match(line) and _BYLINE.match(line):
        return True
    return all(word.lower() in _SHARE_WORDS for word in words)


def opens_link_list(line: str) -> bool:
    """Whether a boilerplate line announces a list of links ("Our latest articles")."""
    return bool(_LINK_LIST.match(line))
