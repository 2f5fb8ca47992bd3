"""The words that the craft rules listen for, by language: the five that models speak, and German.

Each entry is a regular expression in lower case. Those of spaced scripts stand for whole words, of the others for any
part of a text. All languages are listened for at once: nobody says which language a prompt is in.
"""

from collections.abc import Mapping
from enum import StrEnum


class Theme(StrEnum):
    """What words can tell of a shot."""

    FROM_BEHIND = "from behind"
    IN_PROFILE = "in profile"
    LETTERING = "lettering"
    CONTACT = "contact"
    FAST = "fast motion"


UNSPACED = frozenset({"zh", "ja", "ko"})

# "from behind her" ends there or goes on; in "from behind her desk" it is the desk.
_HER = r"her\b(?!\s+(?!(?:and|as|at|from|in|into|on|through|to|when|while)\b)\w)"
_SOMEBODY = rf"(?:@\w+\b(?!['’]s\b)|him|them|{_HER})"
_BEHIND_THINGS = (
    r"(?!\s+(?:(?:the|an?|his|its|their|our|this|that|these|those|some|one|two|three)\b|@|(?!"
    + _HER
    + r")her\b))"
)
_OUT = "".join(rf"(?<!{verb} )" for verb in ("out", "comes", "steps", "emerges", "appears", "peers", "peeks"))
_SEEN = r"(?:camera|film(?:s|ed|ing)|follow(?:s|ed|ing)?|framed|seen|shot|track(?:s|ed|ing)?|viewed)"
_CAMERA_MOVES = r"(?:arc|glid|mov|revolv|rotat|sweep|swing|travel|wheel)(?:e?s|ing|e)?"
_THROUGH_SPACE = r"(?:past|across|after|away|towards?|through|down|up|along)"

VOCABULARY: Mapping[Theme, Mapping[str, tuple[str, ...]]] = {
    Theme.FROM_BEHIND: {
        "en": (
            r"(?<!camera )turn(?:s|ed|ing)? (?:\w+ly )?a?round",
            r"turn(?:s|ed|ing)? (?:\w+ly )?away",
            r"turn(?:s|ed|ing)? (?:his|her|its|their) back",
            r"spin(?:s|ning)?(?: a?round)?|spun a?round|whirl(?:s|ed|ing)? a?round|twirl(?:s|ed|ing)?|pirouettes?",
            r"fac(?:es|ing) away",
            r"with (?:his|her|its|their) backs? (?:to|turned|towards?)",
            r"backs? (?:turned )?to(?:wards?)? (?:the )?(?:camera|lens|us|viewer)",
            _OUT + r"from behind" + _BEHIND_THINGS,
            _SEEN + r"(?: \w+){0,3} from behind @\w+",
            r"camera (?:(?:close|directly|follows|is|just|low|right|stays|tracks|trails) ){0,2}behind "
            + _SOMEBODY,
            r"(?:look(?:s|ed|ing)?|glanc(?:es?|ed|ing)) (?:back )?over (?:his|her|its|their|one|a) (?:\w+ )?shoulders?",
            r"from (?:the )?(?:back|rear)(?=\s*(?:[,.;:!?]|as|while|$))",
            r"(?:back|rear) view(?! mirror)",
            r"back of (?:his|her|its|their|the) (?:head|neck)",
            r"over @[^.,;]{1,30}?['’]s shoulder",
            r"walk(?:s|ed|ing)? away from (?:the )?(?:camera|lens|us)",
            r"(?:180|360)(?: ?°|[- ]?degrees?)",
            r"half[- ]turn|about[- ]face",
            r"orbit(?:s|ing)?(?: shot| around)?|circl(?:es|ing) (?:around )?" + _SOMEBODY,
            r"(?:camera (?:\w+ly )?|^)" + _CAMERA_MOVES + r" (?:\w+ )?a?round " + _SOMEBODY,
            r"(?:arc|doll(?:y|ies)|track|truck)(?:s|ing)? (?:\w+ )?around " + _SOMEBODY,
        ),
        "es": (
            "(?:se )?da la vuelta|dándose la vuelta|se gira|girándose|da media vuelta",
            "de espaldas|por detrás|desde atrás",
        ),
        "de": ("dreht sich (?:langsam )?(?:um|weg)|von hinten|mit dem rücken|rückansicht|hinterkopf",),
        "zh": ("转身|转过身|转过头|回过头|背对|背影|从背后|从后面|背面|转一圈",),
        "ja": ("振り向|振り返|背を向け|後ろ姿|背後から|後ろから|後ろ向き",),
        "ko": ("돌아서|돌아선|돌아섰|뒤돌아|뒤로 돌|등을 돌|뒷모습|등지고",),
    },
    Theme.IN_PROFILE: {
        "en": (
            r"in (?:\w+ )?profile(?! picture)|side[- ]profile|profile (?:shot|view)",
            r"side[- ]on|side view|from the side|sideways",
        ),
        "es": ("de perfil|de lado|vista lateral",),
        "de": ("im profil|von der seite|seitlich|seitenansicht",),
        "zh": ("侧面|侧脸|侧身|侧影",),
        "ja": ("横顔|横向き|真横",),
        "ko": ("옆모습|옆얼굴|측면",),
    },
    Theme.LETTERING: {
        "en": (
            r"logos?|lettering|inscriptions?|slogans?|brand names?|wordmarks?|monograms?|emblems?",
            r"embroidered|engraved|stencil(?:l?ed)?|name ?tags?|labels?|labell?ed|printed (?:on|with)",
            r"(?:the words?|reads?|reading|saying) (?=[\"“„'«])",
            r"(?:number|licen[cs]e) plates?",
        ),
        "es": ("logotipos?|rótulos?|etiquetas?|bordad[oa]s?|grabad[oa]s?",),
        "de": ("schriftzug|aufschrift|beschriftung|etikett|aufdruck|firmenlogo",),
        "zh": ("标志|商标|字样|标签|刻字",),
        "ja": ("ロゴ|ラベル|刺繍|商標",),
        "ko": ("로고|라벨|상표|자수",),
    },
    Theme.CONTACT: {
        "en": (
            r"touch(?:es|ed|ing)?(?! of)|grab(?:s|bed|bing)?|grasp(?:s|ed|ing)?|grip(?:s|ped|ping)?",
            r"hold(?:s|ing)?(?! (?:\w+ )?(?:on|still|look|gaze|breath|frame|shot|eyes)\b)",
            r"hug(?:s|ged|ging)?|embrac(?:e|es|ed|ing)|kiss(?:es|ed|ing)?|strok(?:es|ed|ing)|squeez(?:e|es|ed|ing)",
            r"sh(?:ake|akes|aking|ook) hands|handshakes?|hand in hand|hands? (?:\w+ )?over (?:to|a|the|his|her)\b",
            r"pick(?:s|ed|ing)? (?:\w+ ){0,3}?up|lift(?:s|ed|ing)?(?! (?:his|her|their) (?:eyes|head|gaze|chin))",
            r"carr(?:y|ies|ied|ying)|catch(?:es|ing)?(?! (?:the |his |her |their )?(?:light|breath|sun))",
            r"throw(?:s|ing)?(?! (?:a |long )*shadows?)|toss(?:es|ed|ing)?|push(?:es|ed|ing)?(?! in\b)",
            r"pull(?:s|ed|ing)?(?! (?:back|out|focus|away))|punch(?:es|ed|ing)?|slap(?:s|ped|ping)?|pour(?:s|ed|ing)?",
        ),
        "es": (
            "toca(?:n|ndo)?|abraza(?:n|ndo)?|besa(?:n|ndo)?|agarra(?:n|ndo)?|coge|sujeta|sostiene|levanta",
            "empuja|estrecha la mano|lanza|atrapa|acaricia",
        ),
        "de": (
            "berührt|umarm(?:t|en)|küss(?:t|en)|greift|hebt|schiebt|wirft|fängt|schütteln? (?:sich )?die hände",
        ),
        "zh": ("触摸|抚摸|拥抱|抱住|握手|牵手|抓住|拿起|举起|推开|亲吻|接住|扔",),
        "ja": ("触れ|触る|抱きしめ|抱き合|握手|手を握|つかむ|掴|持ち上げ|拾い上げ|キス|投げ",),
        "ko": ("만지|만진|껴안|포옹|악수|붙잡|집어 들|들어 올|키스|던지|던진",),
    },
    Theme.FAST: {
        "en": (
            r"sprint(?:s|ed|ing)?|dash(?:es|ed|ing)?|gallop(?:s|ed|ing)?|somersaults?|backflips?|cartwheels?",
            r"rac(?:es|ed|ing) "
            + _THROUGH_SPACE
            + r"|r(?:uns|unning|an) (?:past|across|after|away|towards?|fast)",
            r"car chase|chas(?:e|es|ed|ing)|sword ?fights?|fist ?fights?|fight(?:s|ing)?|brawls?",
            r"(?:full|top|high|breakneck|lightning)[- ]speed|speed(?:s|ing) " + _THROUGH_SPACE,
            r"explod(?:e|es|ed|ing)|explosions?|whip[- ]pan|crash[- ]zoom",
            r"(?<!hold )(?<!holds )(?<!stand )(?<!stands )fast(?:er|[- ]moving|[- ]paced)?(?! asleep| food| forward)",
            r"rapid(?:ly)?|frantic(?:ally)?|hurtl(?:es|ed|ing)",
        ),
        "es": (
            "a toda velocidad|corre(?:n)? a toda|esprinta|persecución|persigue|galopa|explota|explosión|rápidamente",
        ),
        "de": (
            "rennt|sprintet|rast|jagt|verfolgungsjagd|explodiert|explosion|galoppiert|blitzschnell|voller fahrt",
        ),
        "zh": ("奔跑|飞奔|冲刺|疾驰|追逐|追赶|打斗|爆炸|高速|快速",),
        "ja": ("疾走|駆け抜け|駆け出|追いかけ|追跡|爆発|高速|素早",),
        "ko": ("질주|전력으로|추격|쫓|폭발|고속|빠르게",),
    },
}

NEGATIONS = (
    r"(?:\b(?:not|never|without|no|sin|nunca|ohne|nicht|nie|kein\w*)|n['’]t)\s+(?:\w+\s+)?$",
    r"(?:不|没有|没|不要)$",
)
"""What takes back the word right behind it."""

ACRONYMS = frozenset(
    (
        "ADHD", "AI", "API", "ASAP", "ATM", "BBC", "BMW", "CCTV", "CEO", "CFO", "CIA", "CNN", "CPR", "CPU",
        "CTO", "DHL", "DIY", "DJ", "DNA", "DVD", "EMT", "EU", "FAQ", "FBI", "FDA", "FIFA", "GDP", "GPS",
        "GPU", "HBO", "HDMI", "HIV", "HTML", "IBM", "ICU", "ID", "IKEA", "IMF", "IRS", "IVF", "JFK", "KGB",
        "LAPD", "LGBT", "MBA", "MRI", "MTV", "NASA", "NATO", "NBA", "NBC", "NFL", "NGO", "NYPD", "PC",
        "PDF", "PTSD", "RNA", "RSVP", "SEO", "SMS", "SOS", "SUV", "TV", "UFO", "UK", "UNESCO", "UNICEF",
        "URL", "USA", "USB", "UV", "VIP", "VR",
    )
)  # fmt: skip
"""Acronyms that are no word of English in small letters."""

EVERYDAY_NAMES = frozenset(
    (
        "Art", "Bill", "Bishop", "Carol", "Chase", "Chief", "Chip", "Dawn", "Dean", "Doc", "Drew", "Duke",
        "Faith", "Foreman", "Frank", "Gene", "Grace", "Guard", "Hope", "Hunter", "Jack", "Jade", "Joy",
        "King", "Mark", "Mason", "May", "Max", "Mercy", "Miles", "Norm", "Pat", "Penny", "Pilot", "Queen",
        "Ray", "Rich", "Rob", "Rose", "Ruby", "Rusty", "Scout", "Sky", "Sue", "Summer", "Ted", "Victor",
        "Violet", "Will", "Winter",
    )
)  # fmt: skip
"""Names that are words as well: at the start of a sentence nobody knows which of the two is meant."""
