"""The spoken form: what a newsreader says for what the script has."""

import pytest

from scriptkit.text.spoken import free_of_context, speak, spoken_form
from scriptkit.text.tokens import tokenize

CASES = """
# money
$1 | one dollar
$5 | five dollars
$1,250 | one thousand two hundred fifty dollars
$5.20 | five dollars and twenty cents
$0.99 | ninety nine cents
$1.5 million | one point five million dollars
$21.4 billion | twenty one point four billion dollars
$3bn | three billion dollars
£20m | twenty million pounds
€3.5bn deal | three point five billion euros deal
US$1.2 billion | one point two billion U S dollars
US$5 | five U S dollars
A$40 | forty Australian dollars
HK$900 | nine hundred Hong Kong dollars
¥500 | five hundred yen
₩5,000 | five thousand won
5,000 won | five thousand won
$10-20 million | ten to twenty million dollars
$5-$6 billion | five to six billion dollars
-$4 million | minus four million dollars
$4-point-5 billion | four point five billion dollars
$2-hundred-50 | two hundred fifty dollars
$100-a-barrel oil | one hundred dollars a barrel oil
£2.50 | two pounds and fifty pence
# decimals, percentages
3.5 | three point five
0.25 | zero point two five
.79 | point seven nine
1,234.5 | one thousand two hundred thirty four point five
3.5% | three point five percent
12% | twelve percent
5 % | five percent
-0.3% | minus zero point three percent
5-10% | five to ten percent
10%-15% | ten to fifteen percent
0.5%p | zero point five percentage points
25 bps | twenty five basis points
# the prompter's hyphens
8-hundred-87 people | eight hundred eighty seven people
2-thousand-655 | two thousand six hundred fifty five
3-thousand-600-ton ship | three thousand six hundred ton ship
28-hundred | twenty eight hundred
4-point-5 | four point five
4-point-56 | four point five six
18-point-six billion | eighteen point six billion
point-7-9 percent | point seven nine percent
20-14 | twenty fourteen
in 20-23 | in twenty twenty three
since 19-45 | since nineteen forty five
one BILLION dollars | one billion dollars
# years, decades, dates
in 2014 | in twenty fourteen
2005 | two thousand five
1905 | nineteen oh five
1900 | nineteen hundred
2000 | two thousand
2024 elections | twenty twenty four elections
1500 people | one thousand five hundred people
2000 troops | two thousand troops
the 1990s | the nineteen nineties
the '90s | the nineties
the ’80s | the eighties
mid-1960s | mid nineteen sixties
in her 40s | in her forties
class of '08 | class of oh eight
August 6 | August sixth
Aug. 6 | August sixth
Sept. 11 | September eleventh
April 1st | April first
May 18, 1980 | May eighteenth, nineteen eighty
2025/08/13 | August thirteenth twenty twenty five
2025-08-13 | August thirteenth twenty twenty five
8/13/2025 | August thirteenth twenty twenty five
1990-95 | nineteen ninety to ninety five
2019-2024 | twenty nineteen to twenty twenty four
the 2023/24 season | the twenty twenty three twenty four season
9/11 | nine eleven
24/7 | twenty four seven
# clock times
9:50 | nine fifty
9:05 a.m. | nine oh five A M
9:50 p.m. Tuesday | nine fifty P M Tuesday
9:00 | nine o'clock
9:00 p.m. | nine P M
9 p.m. | nine P M
9pm | nine P M
9:30am | nine thirty A M
9.30am | nine thirty A M
9:30 am | nine thirty A M
22:00 GMT | twenty two hundred G M T
13:45 | thirteen forty five
10:30-11:30 | ten thirty to eleven thirty
I am here | I am here
# ordinals
1st | first
2nd | second
3rd | third
12th | twelfth
20th | twentieth
21st | twenty first
100th | one hundredth
38th parallel | thirty eighth parallel
# ranges, scores
20-23 people | twenty to twenty three people
5-10 years | five to ten years
10–15 | ten to fifteen
1,000-2,000 | one thousand to two thousand
2.5-3.5 | two point five to three point five
won 2-1 | won two one
lost 1-3 | lost one three
a 3-0 win | a three nil win
0-0 draw | nil nil draw
6-4, 6-3 | six four, six three
50-50 | fifty fifty
2:1 | two to one
# numbers
No. 2 | number two
No. 1-ranked | number one ranked
Nos. 3 and 4 | numbers three and four
No. He said no. | No. He said no.
#1 | number one
1,250 | one thousand two hundred fifty
1,000,000 | one million
123456 | one hundred twenty three thousand four hundred fifty six
007 | zero zero seven
100+ | one hundred plus
-5 | minus five
1/2 | one half
2/3 | two thirds
3/4 | three quarters
2½ | two and a half
¾ | three quarters
20-year-old | twenty year old
24-hour | twenty four hour
13 hours | thirteen hours
# units
5km | five kilometers
5 km | five kilometers
1 km | one kilometer
30 km/h | thirty kilometers per hour
60 mph | sixty miles per hour
20 kg | twenty kilograms
-5°C | minus five degrees Celsius
30 °C | thirty degrees Celsius
38° | thirty eight degrees
12 m² | twelve square meters
800m | eight hundred meters
5m people | five million people
10K | ten thousand
2.4 GHz | two point four gigahertz
500 MW | five hundred megawatts
6'2 | six foot two
# phones and other digits
911 | nine one one
119 calls | one one nine calls
112 people | one hundred twelve people
555-1234 | five five five one two three four
1-800-555-0199 | one eight zero zero five five five zero one nine nine
010-1234-5678 | zero one zero one two three four five six seven eight
9-1-1 | nine one one
2.0.1 | two point zero point one
# acronyms spelt
GDP | G D P
the WHO's plan | the W H O's plan
FBI agents | F B I agents
MPs | M Ps
the US and UK | the U S and U K
U.S. | U S
U.S.-led | U S led
U.N. | U N
D.C. | D C
R&D | R and D
AT&T | A T and T
Ph.D. | P H D
CEOs | C E Os
# acronyms said
NATO | Nato
KOSPI | Kospi
UNESCO | Unesco
ASEAN | Asean
NASA's | Nasa's
COVID-19 | Covid nineteen
NOT guilty | not guilty
# letters and digits
F-35 | F thirty five
F-35s | F thirty fives
KF-21 | K F twenty one
B-52 | B fifty two
C-130J | C one thirty J
G20 | G twenty
G7 | G seven
5G | five G
3D | three D
CO2 | C O two
H5N1 | H five N one
PM2.5 | P M two point five
MH370 | M H three seventy
A320 | A three twenty
Boeing 737 | Boeing seven thirty seven
Flight 1011 | Flight ten eleven
Su-35 | Su thirty five
Hwasong-15 | Hwasong fifteen
I-95 | I ninety five
Q3 | Q three
# initials and titles
J.K. Rowling | J K Rowling
George W. Bush | George W Bush
Mr. Lee | mister Lee
Mrs Lee | misses Lee
Dr. Cho | doctor Cho
Gen. Mark Hill | general Mark Hill
Lt. Col. Ana Diaz | lieutenant colonel Ana Diaz
Sen. Warren | senator Warren
Sens. Lee and Hall | senators Lee and Hall
Rep. Kim | representative Kim
Gov. Newsom | governor Newsom
Prof. Im | professor Im
St. Petersburg | saint Petersburg
St Petersburg | saint Petersburg
Main St. | Main street
Ft. Hood | fort Hood
Acme Corp. said | Acme corporation said
Ford Motor Co. said | Ford Motor company said
Sammy Davis Jr. sang | Sammy Davis junior sang
Lee v. Park | Lee versus Park
Korea vs. Japan | Korea versus Japan
etc. | et cetera
e.g. rice | for example rice
i.e. now | that is now
Pope John Paul II | Pope John Paul the second
World War II | World War two
Super Bowl LIX | Super Bowl fifty nine
# written pauses
The index,... fell | The index, fell
well... maybe | well, maybe
so,.. he left | so, he left
the plan -- and it is big -- failed | the plan, and it is big, failed
the plan – a big one – failed | the plan, a big one, failed
word—word | word, word
word--word | word, word
"Yes," he said | Yes, he said
Really?! | Really!
# guides and brackets
Minister Okoro [oh-KOR-oh] resigned | Minister Okoro resigned
Mr. Nguyen (nwin-TAHN) left | mister Nguyen left
Zheng (ph) said | Zheng said
the (so-called) deal | the so called deal
# names
Kim Jong-un | Kim Jong un
Lee Jae-myung | Lee Jae myung
President Yoon Suk-yeol | President Yoon Suk yeol
Im Se-rin, Arirang News. | Im Se rin, Arirang News.
O'Brien | O'Brien
José | José
# signs and addresses
Johnson & Johnson | Johnson and Johnson
and/or | and or
scriptkit.org | scriptkit dot org
desk@example.com | desk at example dot com
https://example.org/news | example dot org slash news
K-pop | K pop
# a line in capitals
THE MAYOR OPENED A NEW BRIDGE | the mayor opened a new bridge
KOREA'S GDP GREW 3 PERCENT IN THE U.S. | korea's G D P grew three percent in the U S
THEY TOLD US IT IS OVER | they told us it is over
"""

TABLE = [
    tuple(part.strip() for part in line.split(" | "))
    for line in CASES.strip().splitlines()
    if not line.startswith("# ")
]


def test_table_is_as_long_as_promised() -> None:
    assert len({written for written, _ in TABLE}) >= 150


@pytest.mark.parametrize(("written", "said"), TABLE, ids=[written for written, _ in TABLE])
def test_spoken_form(written: str, said: str) -> None:
    assert spoken_form(written) == said


def test_every_written_word_keeps_its_own_units() -> None:
    words = ["It", "cost", "$3.5", "million", "--", "a", "record."]
    said = speak(words)
    assert [spoken.written for spoken in said] == words
    assert [" ".join(spoken.units) for spoken in said] == [
        "It", "cost", "three point five", "million dollars", "", "a", "record",
    ]  # fmt: skip
    assert [spoken.pause for spoken in said] == ["", "", "", "", "—", "", "."]


def test_letters_of_an_acronym_are_one_unit() -> None:
    assert speak(["GDP"])[0].units == ("G D P",)


def test_extra_words_count_what_reading_out_adds() -> None:
    assert [spoken.extra for spoken in speak(["25%", "of", "8-hundred-87", "men"])] == [2, 0, 1, 0]


@pytest.mark.parametrize("word", ["river", "3.5%", "U.S.", "F-35", "Mr.", "9:50"])
def test_most_readings_are_the_same_everywhere(word: str) -> None:
    assert free_of_context(word) is not None


@pytest.mark.parametrize("word", ["$5", "million", "20-14", "No.", "6", "km", "II", "Gen."])
def test_readings_that_depend_on_neighbours_are_not_kept(word: str) -> None:
    assert free_of_context(word) is None


@pytest.mark.parametrize(
    "word",
    ["9" * 9000, "1-" * 4000, "a." * 4000, "$" * 4000, "1," * 4000, "'" * 4000 + "9", "A" * 9000, "1:" * 999],
)
def test_hostile_words_are_read_without_complaint(word: str) -> None:
    assert isinstance(spoken_form(f"before {word} after"), str)


def test_spoken_form_has_nothing_a_voice_would_read_as_a_sign() -> None:
    text = "“U.S.-led” talks — on $5-10 bn, 3.5% & more (see p. 4) – ended [at last]... *now*?"
    assert not set(spoken_form(text)) & set('—–-$%&()[]*“”"…')


def test_units_of_any_text_follow_its_tokens() -> None:
    text = "Gen. Park -- 54 -- won 2-1 in St. Louis, ... on May 3."
    tokens = tokenize(text)
    assert [spoken.written for spoken in speak([token.text for token in tokens])] == [t.text for t in tokens]
