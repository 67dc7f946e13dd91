"""Words that only hold a sentence together, in English, German, French and Spanish.

Owns the list. A phrase of nothing else is in every text and tells nothing of who wrote it; verbs
and adverbs of meaning ("think", "really") are none of these, common as they are.
"""

from __future__ import annotations

from typing import Final

from backend.style.metrics import listed

#: Articles, prepositions, conjunctions, pronouns and auxiliary verbs, folded.
GRAMMAR: Final = listed("""
    a about after all also although am an and any are aren't as at be because been before being
    between but by can can't could couldn't did didn't do does doesn't don't each for from had
    hadn't has hasn't have haven't he he'd he'll he's her here hers herself him himself his how i
    i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself may me might mine must my
    myself no nor not of off on or our ours ourselves out over shall she she'd she'll she's should
    shouldn't so some such than that that's the their theirs them themselves then there there's
    these they they'd they'll they're they've this those through to too under until up upon us was
    wasn't we we'd we'll we're we've were weren't what when where whether which while who whom whose
    why will with within without won't would wouldn't you you'd you'll you're you've your yours
    yourself
    aber als am an auch auf aus bei beim bin bis bist da damit das dass dein deine dem den denn der
    des dich die dir doch du durch ein eine einem einen einer eines er es euch für gegen hab habe
    haben hat hatte hatten ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im ins ist kann kein
    keine können mein meine meinem meinen meiner mich mir mit nach nicht noch ob oder ohne seid sein
    seine seinem seinen seiner sich sie sind so soll sollte über um und uns unser unsere unter vom
    von vor wann war waren was weil wenn wer werde werden wie wir wird wo wurde wurden würde zu zum
    zur zwischen
    ai ait au aux avait avec avoir c'est ce cela ces cet cette d'un d'une dans de des donc dont du
    elle elles en est et était étaient être eu eux il ils j'ai je la le les leur leurs lui ma mais
    me mes moi mon ne nos notre nous ont ou où par pas pour qu'elle qu'il que qui sa sans se ses si
    son sont sous suis sur ta te tes toi ton tu un une vos votre vous
    al como con cual cuando de del desde donde el ella ellas ellos en entre era eran es esa ese eso
    esta está están estas este esto estos fue ha había han hasta la las le les lo los mi mis muy ni
    nos o para pero por porque que qué se ser si sí sin sobre son su sus también te tu tus un una
    uno unos y ya yo
""")
