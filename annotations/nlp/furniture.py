"""Lines that belong to the page, not to the article: the table. Patterns are verbose regular expressions, any case."""

# The whole line is one of these, give or take closing punctuation.
WHOLE_LINES = (
    # links to other articles
    r"(?:our|the|more|all)?\s*(?:latest|recent|related|popular|trending|recommended|similar|top|featured|further)\s+"
    r"(?:articles?|stories|story|posts?|news|reading|coverage|content|topics|headlines|videos|links|items)"
    r"(?:\s+(?:from|in|on|about|for\s+you)\b.{0,40})?",
    r"most\s+(?:read|popular|viewed|shared|watched|commented)(?:\s+.{0,30})?",
    r"(?:read|see|learn|find\s+out)\s+more",
    r"more\s+(?:on|from|about)\b.{1,40}",
    r"more\s+(?:stories|news|articles|to\s+read)",
    r"you\s+(?:may|might)\s+(?:also\s+)?(?:like|enjoy|be\s+interested\s+in)(?:\s+.{0,40})?",
    r"recommended(?:\s+for\s+you)?",
    r"(?:continue|keep)\s+reading(?:\s+.{0,60})?",
    r"(?:story|article)\s+continues(?:\s+(?:below|after)\b.{0,30})?",
    # sharing and comments
    r"share(?:\s+(?:this|on|via|with|the)\b.{0,40})?",
    r"(?:tweet|print|e-?mail|save|pin|copy)(?:\s+(?:this|link|article|it)\b.{0,20})?",
    r"(?:leave|post|add|write|view|show|see)\s+(?:a\s+|all\s+)?(?:comments?|repl(?:y|ies))(?:\s*\(\d+\))?",
    r"\(?\d*\)?\s*comments?(?:\s*\(?\d+\)?)?",
    # advertising and navigation
    r"advertisement|advertising|ad|sponsored(?:\s+content)?|promoted|partner\s+content|skip\s+ad",
    r"home|menu|search|sections?|topics?|tags?|categories|navigation|back\s+to\s+top|close",
    r"skip\s+to\s+(?:main\s+)?content|log\s*in|sign\s*in|register|sign\s*up|subscribe",
    # credits and endings
    r"(?:getty\s+images|ap\s+photo|reuters|afp|epa|pa\s+(?:media|wire)|shutterstock|istock|alamy(?:\s+stock\s+photo)?)"
    r"(?:\s*[/|].{0,60})?",
    r"ends?|-\s*30\s*-|\#{2,}",
    r"(?:for\s+)?immediate\s+release|embargo(?:ed)?\b.{0,80}",
    r"(?:\d+|one|two|three|four|five|six|ten)[\s-]min(?:ute)?s?\.?\s+read",
    r"\d+\s+(?:minutes?|hours?|days?)\s+ago",
    r"all\s+rights\s+reserved",
    r"correction",
)

# The line begins like this.
OPENINGS = (
    # newsletters, following, supporting
    r"sign(?:ing)?\s+up\s+(?:to|for)\b",
    r"subscribe\s+(?:to|now|today|for|here)\b",
    r"register\s+(?:for|to\s+(?:read|receive))\b",
    r"(?:get|receive)\s+(?:our|the|more|all)\b.{0,60}(?:newsletter|inbox|e-?mail|app\b|alerts?)",
    r"(?:join|follow|like|find|watch|contact|e-?mail|message|text)\s+(?:us|our|the\s+author|me)\b",
    r"follow\s+.{1,60}\s+on\s+(?:twitter|x|facebook|instagram|bluesky|mastodon|threads|linkedin|youtube|tiktok)\b",
    r"(?:support|donate\s+to|fund)\s+(?:our|us|independent)\b.{0,60}",
    r"(?:do\s+you\s+)?have\s+(?:a\s+)?(?:tip|story|news\s+tip)s?\b|got\s+a\s+(?:tip|story|view)\b",
    r"click\s+(?:here|to|on)\b|tap\s+(?:here|to)\b|download\s+(?:our|the)\s+(?:free\s+)?app\b",
    # links
    r"(?:read|see|watch|listen)\s+(?:more|also|next|now|on)\s*[:：|–—>-]",
    r"(?:read|see)\s+more\s+(?:about|on|from|in|here)\b",
    r"related\s*(?:stories|articles|links|coverage)?\s*:",
    r"also\s+(?:read|see)\b|see\s+also\b|don['’]?t\s+miss\b",
    # notices
    r"copyright\s*(?:©|\(c\)|\d{4}|by\b)|©|\(c\)\s*\d{4}|.{0,80}\ball\s+rights\s+reserved\b",
    r"(?:we|this\s+site)\s+uses?\s+cookies\b|accept\s+(?:all\s+)?cookies\b|cookie\s+(?:policy|settings|preferences)\b",
    r"by\s+(?:clicking|continuing|signing\s+up|subscribing|using\s+this)\b",
    r"terms\s+(?:of\s+(?:use|service)|(?:and|&)\s+conditions)\b.{0,40}$|privacy\s+(?:policy|notice)\b.{0,40}$",
    r"this\s+(?:article|story|piece|post|column)\s+(?:was|is|has\s+been|first|originally)\s+(?:\w+\s+)?"
    r"(?:published|republished|updated|amended|syndicated|appeared|corrected|produced)\b",
    r"originally\s+(?:published|appeared)\b",
    r"(?:the\s+)?(?:views|opinions)\s+(?:and\s+\w+\s+)?expressed\b",
    # dates, credits, contacts
    r"(?:last\s+|first\s+)?(?:updated|published|posted|modified|amended)\s*(?:at|on|:)?\s*"
    r"[^.]{0,20}\d[^.]{0,30}(?:\.\d\d.{0,12})?$",
    r"\(?(?:additional\s+|further\s+)?(?:reporting|editing|compiled)\s+(?:by|from)\b",
    r"(?:media|press|news)\s+(?:contacts?|enquiries|inquiries|office)\s*(?::|$)|contacts?\s*:",
    r"for\s+(?:more|further|press|media)\s+(?:information|enquiries|inquiries|details)\b",
    r"(?:photo(?:graph)?s?|image|picture|illustration|cover|header|main\s+image)\s*"
    r"(?:credits?|courtesy(?:\s+of)?|source|by)\s*[:,]?\s",
    r"credits?\s*:|photo(?:graph)?s?\s*:\s*[^.]{1,60}(?:/[^.]{1,40}|getty.{0,20}|reuters|\bap|\bafp)$",
    r"(?:tags?|topics?|filed\s+under|categories|keywords|sources?|notes?\s+to\s+editors)\s*:",
)

SHARE_WORDS = (
    "facebook twitter x whatsapp email e-mail mail print linkedin reddit copy link share save pinterest telegram",
    "bluesky threads instagram flipboard messenger tweet pin bookmark comment comments sms pocket mastodon url embed",
    "gift",
)

# After one of these, the short lines that follow are links to other articles.
LINK_LISTS = (
    r".{0,20}\b(?:latest|recent|related|popular|trending|recommended|similar|more|most|you\s+may|you\s+might|top)\b"
)
