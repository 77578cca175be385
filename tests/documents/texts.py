"""Two hundred texts that people here write: names of the four nations and of people who came from elsewhere, words, signs, emoji."""

LATIN = """
Siân Llŷr|Tŷ Ŵyn|Ŵyn ap Ŷnyr|Gwenllïan Ô Brien|Dŵr y Môr|Pêl-droed|Niamh Ní Dhomhnaill|Seán Ó Briain|Máire Mhic Ghiolla Bhríde
Caoimhín Ó hÓgáin|Aoife Nic Ruaidhrí|Màiri NicÌomhair|Dòmhnall Ùisdean|Gàidhlig na h-Alba|Ruairidh Mac an t-Saoir|Eilidh NicLeòid
Łukasz Wójcik|Grażyna Żółć|Stanisław Ćwikła|Jędrzej Źródło|Michał Ślązak|Katarzyna Dąbrowska|Świętosława Ńowak|Čeněk Řehoř
Kateřina Šťastná|Ďura Ľubomír Ŕ|Žofie Ůlehlová|Tomáš Ťok|Győző Őze|Ágnes Űrhajós|Zoltán Kűrtös|Ștefan Țărnă|Ioana Brâncuș|Șerban Ţ Ş
Şükrü Öğüt|İbrahim Iğdır|Çağlar Güneş|Ġorġ Ħal Ċensu|Żeża Ġużeppi|Āris Ēriks Īve Ūdris|Ģirts Ķēniņš Ļaudis Ņemiro|Ąžuolas Ęglė Įlanka Ųla
Sąmata Ėglė|Þórður Æsir Ðæ|Guðrún Ýr|Ñandú Muñoz|José Ángel Núñez|Inés Peñarroya|João Conceição|Ação e Coração|Søren Ærø Århus
Åsa Öberg Ängel|Jürgen Groß|Übung macht den Meister|Straße und Füße|Hélène Œuvré|François L’Hôtel|Noël Ÿ|Čović Đorđe|Željko Šćepan
Nguyễn Thị Hạnh|Đặng Văn Lâm|Trần Quốc Tuấn|Phạm Thị Mỹ Dung|Lê Đức Thọ|Hoàng Ngọc Ánh|Vũ Trọng Phụng|Ṣẹ́gun Ọláyínká|Ẹniọlá Ọ̀ṣun
Chukwuemeka Ọkọrọ|Nnamdi Ụzọ|Ọlájùmọ̀kẹ́|Ḥusayn Ṭāhir|ʿAbd al-Ḥamīd|Māori Whānau|Tāne Mahuta|Kōrero|Zoë Brontë|Chloë O’Brien|D’Arcy
Renée Coöperative|Beyoncé|naïve façade|The café’s résumé|“Quoted” and ‘single’|„unten“ und «rechts»|a – b — c … d|12½ ¾ ¼ × 2 ÷ 3 ± 4
£180,000.00 and €5|¥ ¢ ₦ ₹ ₺ ₫|25 °C, 10 m², § 5 ¶ 2|© ® ™ № ℓ|a = b < c > d & e|<b>not bold</b>|&amp; stays &amp;|C:\\path\\to|50% off * 2
snake_case_name|5 * 3 * 2 = 30|#hashtag and @name|[1]: https://example.org|[a link](https://example.org)|`code` here|| a | b | c |
Rhŷl a’r Cylch|Ynys Môn|Llanfairpwllgwyngyll|Dún Laoghaire|Baile Átha Cliath|Béal Feirste|Dùn Èideann|Inbhir Nis|Sráid Uí Chonaill
Bolesław Żuraw|Zażółć gęślą jaźń|Příliš žluťoučký kůň|Árvíztűrő tükörfúrógép|Falsches Üben|Où est Noël ?|¿Qué tal, señor?|Čaj i šećer
A\u00a0b\u202fc|soft\u00adhyphen|non‑breaking|ĳ Ĳ ŉ|Ǿ ǿ|Ȋ ȋ Ȗ ȗ|Ə ə Ɓ Ɗ ɓ|Ŋ ŋ Ŧ ŧ
"""
OTHERS = """
Γιώργος Παπαδόπουλος|Ελένη Νικολάου|Ὀδυσσεύς ἀρχή|Άγγελος Ώρα Ύψος|Олександр Їжак|Ґалаґан Єва|Наталія Щербак|Анна Ёлкина|Ђорђе Љиљана
Њего Џон Ћирић|Қазақ Әлия Өмір|Ўзбек Ғафур|Ѓорѓи Ќирил|Ивайло Ъглов|Ахмат Ҷон|अनीता शर्मा|श्रेया क्षत्रिय|राम कृष्ण|সুমন চৌধুরী|শ্রেয়া রহমান
ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ|ਹਰਜੀਤ ਕੌਰ|નરેન્દ્ર પટેલ|દીપિકા શાહ|தமிழ் செல்வன்|முருகன்|తెలుగు రామారావు|మాధవి|മലയാളം|സുധീർ|සිංහල|අමරසේන|አማርኛ አበበ|ትግርኛ ሰላም
თამარ ქართველი|გიორგი|Արմեն Հայ|Անահիտ|สมชาย ใจดี|ประเทศไทย|→ next ← back ↑ ↓|a ≥ b ≤ c ≠ d ≈ e|✓ done ✔ ✗ no|☐ to do ☑ did|● ○ ■ □ ▲|★ ☆ ♥ ♦
½ − 3 ∞ √ ∑|☎ 01752|😀 😂 😢|👍 👎 🙏|🏠 🏥 🛏 🚑|🎉 ✨ 🔥|❤ 💙 💚|⚠ 📌 📅|🇬🇧 🇺🇦|👩 👨 👧
"""
RIGHT_TO_LEFT = """
فرید امینی|زهرا حسینی|گلشن پژمان چنگیزی|محمد عبدالله|فاطمة الزهراء|مدرسة أحمد|ضياء الحق|ٹیپو ڈار|اردو میں نام ہے
پښتو ژبه ځای څنګه|کوردی ڕۆژ ڵ ێ|۱۲۳ بند ۴۵
שלום עולם|דוד בן גוריון|יעקב לוי|רחל
"""
UNKNOWN = "漢字 中文 日本語 한국어"  # no face for these comes with the package


def _split(texts: str) -> tuple[str, ...]:
    lines = (line for line in texts.strip("\n").splitlines())
    found = (text for line in lines for text in line.replace("| a | b | c |", "¦ a ¦ b ¦ c ¦").split("|"))
    return tuple(text.replace("¦", "|") for text in found if text)


TEXTS = _split(LATIN) + _split(OTHERS)
TURNED = _split(RIGHT_TO_LEFT)
