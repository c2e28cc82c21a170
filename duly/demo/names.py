"""Names of people who do not exist, in the scripts of those who come to a career center, and what their entries say."""

from random import Random

# language, share in 1000, given names, family names: one script a person, as on their documents.
SCRIPTS: tuple[tuple[str, int, str, str], ...] = (
    ("en", 560, "Ada Ben Cal Dee Eve Fay Hal Ida Jay Kim Lee May Ned Ora Pat Quinn Ray Sal Tess Uma Van Yul Zoe Olu",
     "Abbott Barnes Dawson Ellis Garner Hale Jensen Lowe Mercer Novak Okafor O’Hara Pruitt Smith-Jones Tran Young"),
    ("es", 170, "José María Íñigo Lucía Andrés Belén Ramón Sofía Ángel Inés Raúl Noelia",
     "Núñez Ibáñez Castillo Quiroz Peña Zamora Ortiz Güell Santos Vega Muñoz Rincón"),
    ("vi", 60, "Minh Hương Tuấn Ngọc Đức Thảo Quỳnh Bảo", "Nguyễn Trần Lê Phạm Huỳnh Đặng Bùi Võ"),
    ("pl", 30, "Łukasz Zofia Grażyna Paweł Żaneta", "Wójcik Kowalczyk Świątek Żak Dąbrowska"),
    ("ru", 30, "Иван Ольга Пётр Анна Сергей Юлия", "Петров Иванова Семёнов Ковальчук Щербак"),
    ("el", 10, "Γιώργος Ελένη Νίκος Άννα", "Παπαδάκης Νικολαΐδης Χατζής"),
    ("ar", 30, "محمد فاطمة يوسف ليلى حسن", "الحداد خوري منصور العلي"),
    ("he", 10, "דוד מרים יעל אורי", "כהן לוי מזרחי"),
    ("am", 20, "አበበ ሰላም ዳዊት ሕይወት", "በቀለ ታደሰ ኃይሌ"),
    ("hi", 20, "अनिता राहुल सुनीता विक्रम", "शर्मा पटेल वर्मा"),
    ("zh", 30, "伟 秀英 建国 晓明 丽", "王 李 张 欧阳 陈"),
    ("ko", 15, "민준 서연 지훈 하은", "김 이 박 최"),
    ("ja", 5, "さくら 健 美咲", "山田 佐藤 鈴木"),
    ("th", 5, "สมชาย มาลี อรุณ", "ใจดี ศรีสุข"),
    ("so", 5, "Xaawo Cabdi Faadumo Maxamed", "Warsame Cali Xirsi"),
)
SHARES = tuple(share for _, share, _, _ in SCRIPTS)
SPLIT = tuple((language, tuple(given.split()), tuple(family.split())) for language, _, given, family in SCRIPTS)

TRIED = (
    "No answer.", "Left a message.", "Emailed twice, no reply.", "Did not come; will try again.", "Number rang out.",
)
SAME_WORDS = (
    "Participant is making progress. Encouraged participant to continue. Will follow up next month.",
    "Participant is making progress. Encouraged participant to attend the workshop. Will follow up next month.",
)
TRADES = (
    "A food cart", "Translation", "Mobile bookkeeping", "Upholstery", "Dog grooming", "A bicycle shop", "Home tutoring",
    "Custom cakes", "Small-engine repair", "A cleaning crew", "Wedding photography", "Tile setting",
)
TALKED = (
    "break-even analysis", "the loan package", "zoning rules", "a customer list", "cash-flow planning", "price points",
    "insurance quotes", "competitor research", "the website", "supplier terms", "a market survey", "registration",
)
IN_THE_WAY = (
    "the permit is still pending", "childcare fell through twice", "a family illness took two weeks",
    "no hurdles this month", "the first supplier backed out", "benefits end next month", "feels unsure about selling",
    "the landlord raised the deposit",
)
NEXT = (
    "call five customers", "register the trade name", "finish the cash-flow sheet", "bring two bank statements",
    "draft section three of the plan", "price the starter equipment", "visit the market", "send the draft for review",
)


def person(chance: Random) -> tuple[str, str, str]:
    """Given name, family name, preferred language. A few have one name only."""
    language, given, family = chance.choices(SPLIT, SHARES)[0]
    first = given[int(chance.random() * len(given))]
    last = family[int(chance.random() * len(family))]
    if chance.random() < 0.004:
        first = ""
    return first, last, language


def note(chance: Random, *, reached: bool, same_words: bool) -> str:
    """What the entry says: of a try, of a contact in a place where every note is the same, of any other contact."""
    if not reached:
        return TRIED[int(chance.random() * len(TRIED))]
    if same_words:
        return SAME_WORDS[int(chance.random() * len(SAME_WORDS))]
    lists = (TRADES, TALKED, IN_THE_WAY, NEXT)
    trade, talked, hurdle, then = (each[int(chance.random() * len(each))] for each in lists)
    return f"{trade}: we went through {talked}; {hurdle}. Next: {then}."
