"""The words that a person keeps coming back to.

Owns which words those are. There is no large corpus to compare with: words that everybody uses are
listed here, and whatever else returns is taken for a habit or a subject of the person's own.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from backend.contract.style import Favourite
from backend.style.metrics import listed, word_length
from backend.style.reading import Reading

FAVOURITES: Final = 8
FEWEST_USES: Final = 2
#: Shorter words are almost all grammar.
SHORTEST: Final = 4

#: Words of four letters and more that are common in anybody's English, German, French and Spanish.
EVERYBODYS: Final = listed("""
    able about above after again against almost along already also although always among another
    anyone anything aren't around away back became because become been before began being below
    between both came can't cannot come could couldn't didn't does doesn't doing don't done down
    during each either else enough even ever every everyone everything far find first found from
    gave give given goes going gone good hadn't hardly hasn't have haven't having he'd he'll he's
    here herself himself however i'd i'll i'm i've into isn't it'd it'll it's itself just keep kept
    knew know known last later least less let's like little long look looked made make makes many
    maybe might mine more most much must myself near never next none nothing often once only other
    others ours ourselves over part perhaps place quite rather really right said same says seem
    seemed seen several shall she'd she'll she's should shouldn't since some someone something
    soon still such take taken tell than that that's their them themselves then there there's these
    they they'd they'll they're they've thing things think this those though thought three through
    time today together told took towards under until upon used very want wanted wasn't we'd we'll
    we're we've well went were weren't what what's when where whether which while whole whom whose
    will with within without won't work would wouldn't yesterday you'd you'll you're you've your
    yours yourself
    aber alle allem allen aller alles also andere anderen auch beim beiden bereits dann darauf
    darüber dass dein deine dem denen denn deren derer diese diesem diesen dieser dieses doch dort
    durch eben ebenso ein eine einem einen einer eines einige einmal erst etwas euch eure für ganz
    gegen gewesen habe haben hast hatte hätte hatten hätten hier ihnen ihre ihrem ihren ihrer immer
    irgend jede jedem jeden jeder jedoch jemand jetzt kann kannst kein keine keinen können könnte
    machen mehr mein meine meinem meinen meiner mich muss müssen nach nicht nichts noch oder ohne
    schon sehr sein seine seinem seinen seiner seit selbst sich sind sodass soll sollen sollte
    sondern sonst über unser unsere unter viel viele vom voll wann waren warum weil weiter welche
    wenn werde werden wieder will wird wirst wollen wollte worden wurde würde wurden würden zwar
    zwischen
    ainsi alors après assez aucun aucune aussi autre autres avait avant avec avoir bien cela celle
    celui cette ceux chez comme dans deux donc dont elle elles encore entre était être eux faire
    fait fois ici jamais leur leurs mais même moins notre nous parce pendant peut plus
    pour pourquoi puis quand quel quelle quelque rien sans serait seulement sont souvent sous
    suis tous tout toute toutes très trop vers voir votre vous vraiment
    algo alguien algún alguna algunas algunos ante antes aquel aquella aquí aunque bien cada casi
    como cómo con cuando cual desde donde durante ella ellas ellos entre eran eres esta está estaba
    están estar estas este esto estos había hacer hace hacia hasta hay luego mismo mucho muchos muy
    nada ninguna nosotros nuestra nuestro nunca otra otras otro otros para pero poco poder porque
    puede pues quien quién sido siempre sobre solo también tanto tengo tiene tienen toda todas
    todavía todo todos unas unos usted vamos veces
""")


def favourites(original: Reading, generated: Reading) -> list[Favourite]:
    """The words that `original` uses most, without everybody's; at most eight.

    Words of fewer than four letters and digits are left out (so are all words of scripts that put
    no space between them). The most used come first, of equals the first to appear. A short text
    has few that it uses twice: behind those come its longest. Each is spelled as it mostly is in
    `original`, so that names keep their capital.
    """
    theirs, ours = Counter(original.words), Counter(generated.words)
    own = [
        (word, count)
        for word, count in theirs.most_common()  # of equal counts, the first met comes first
        if word not in EVERYBODYS and word_length(word) >= SHORTEST
    ]
    chosen = [word for word, count in own if count >= FEWEST_USES]
    once = [word for word, count in own if count < FEWEST_USES]
    chosen += sorted(once, key=word_length, reverse=True)
    return [
        Favourite(
            word=_spelling(word, original),
            original_per_1000=1000 * theirs[word] / len(original.words),
            generated_per_1000=1000 * ours[word] / max(1, len(generated.words)),
        )
        for word in chosen[:FAVOURITES]
    ]


def _spelling(word: str, text: Reading) -> str:
    """The commonest spelling of a word, of equals the first to appear."""
    spellings = Counter(
        text.text[start:end]
        for found, (start, end) in zip(text.words, text.spans, strict=True)
        if found == word
    )
    return spellings.most_common(1)[0][0]
