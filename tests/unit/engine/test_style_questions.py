"""A style session in every kind of script, from the text to the report and the quiz."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from backend.contract.ask import Quiz
from backend.contract.style import StyleReport
from backend.data.cleaning import clean_text
from backend.data.corpus import Corpus
from backend.data.direction import direction
from backend.engine.channel import Message
from backend.engine.style_questions import FURTHER_PAGES, STYLE_CHARACTERS, STYLE_QUESTIONS
from backend.style.words import words
from backend.training.micro_gpt import MicroGPT
from backend.training.presets import resolve
from backend.training.trainer import Trainer

#: Some fifty words each, of our own.
TEXTS = {
    "German": (
        "Liebe Anna, der Garten wacht nach dem langen Winter langsam auf. Gestern habe ich elf "
        "Tulpen an der alten Mauer gezählt, und die Katze hat mitgezählt. Übrigens: Die Straße ist "
        "wieder offen! Komm doch im Juni, bevor die Rosen verblüht sind; das kleine Zimmer ist für "
        "dich, und das Klavier ist gestimmt. Schreib mir bald, bitte. Deine alte Freundin, Maria."
    ),
    "Greek": (
        "Αγαπητή Άννα, ο κήπος ξυπνάει σιγά σιγά μετά τον μεγάλο χειμώνα. Χθες μέτρησα έντεκα "
        "τουλίπες δίπλα στον παλιό τοίχο, και η γάτα τις μέτρησε κι αυτή. Έλα τον Ιούνιο, πριν "
        "φύγουν τα τριαντάφυλλα· το μικρό δωμάτιο είναι δικό σου. Θυμάσαι τη βάρκα; Γράψε μου "
        "γρήγορα, σε παρακαλώ, και πες μου τα πάντα. Η παλιά σου φίλη, Μαρία."
    ),
    "Hindi": (
        "प्रिय अन्ना, लंबी सर्दी के बाद बगीचा धीरे धीरे जाग रहा है। कल मैंने पुरानी दीवार के पास ग्यारह फूल "
        "गिने, और बिल्ली ने भी गिने। जून में हमारे घर आओ, गुलाब मुरझाने से पहले। छोटा कमरा तुम्हारा है। "
        "क्या तुम्हें झील की वह नाव याद है? मुझे जल्दी लिखो, और सब कुछ बताओ। तुम्हारी पुरानी सहेली, मारिया।"
    ),
    "Arabic": (
        "عزيزتي آنا، الحديقة تستيقظ ببطء بعد الشتاء الطويل. عددت أمس إحدى عشرة زهرة قرب الجدار "
        "القديم، وعدتها القطة أيضا. تعالي إلينا في يونيو، قبل أن تذبل الورود؛ الغرفة الصغيرة لك. "
        "هل تذكرين القارب في البحيرة؟ اكتبي لي قريبا، من فضلك، وأخبريني بكل شيء عن البيت والعمل "
        "والأصدقاء. صديقتك القديمة، ماريا."
    ),
    "Chinese": (
        "亲爱的安娜，漫长的冬天过去了，花园慢慢醒来。昨天我在老墙边数了十一朵郁金香，猫也跟着数了一遍。"
        "请你六月来看我们，趁玫瑰还没有谢。小房间是你的，钢琴也调好了。你还记得湖上的那条船吗？"
        "请快点写信给我，把一切都告诉我。你的老朋友，玛丽亚。"
    ),
    "Japanese": (
        "アンナへ。長い冬が終わって、庭がゆっくり目を覚ましています。昨日、古い壁のそばでチューリップを"
        "十一本数えました。猫も一緒に数えました。六月に遊びに来てください。バラが散る前に。小さな部屋は"
        "あなたのものです。湖の船を覚えていますか？早く手紙を書いて、何でも教えてください。マリアより。"
    ),
}


@cache
def trained(text: str) -> tuple[MicroGPT, Corpus]:
    """A tiny model after a few steps on a text."""
    shape = {"n_embd": 16, "n_layer": 1, "n_head": 2, "block_size": 24}
    recipe = {"max_iters": 40, "eval_interval": 40, "batch_size": 4}
    model, training = resolve("style", shape, recipe, len(set(text)), len(text))
    corpus = Corpus.from_text(text, model.block_size)
    trainer = Trainer(corpus, model, training, seed=3)
    for _ in trainer:
        pass
    return trainer.model, corpus


def ask(kind: str, text: str, **more: bool) -> Any:
    """The answer to a question about a text, as it arrives at the server."""
    model, corpus = trained(text)
    message = Message(kind, {"original": text, "seed": 5, "step": 40, **more})
    return json.loads(json.dumps(STYLE_QUESTIONS[kind](model, corpus.tokenizer, message)))


@pytest.mark.parametrize("language", TEXTS)
def test_a_report_in_every_script(language: str) -> None:
    cleaned = clean_text(TEXTS[language])
    text = cleaned.text
    assert cleaned.filtered_chars == 0 and len(words(text)) >= 50
    assert direction(text) == ("rtl" if language == "Arabic" else "ltr")
    report = StyleReport.model_validate(ask("style", text))
    assert len(report.text) == STYLE_CHARACTERS == len(report.confidence.certainty)
    assert set(report.text) <= set(text) and report.prompt in text
    assert report.step == 40 and text.startswith(report.original_excerpt)
    assert report.original.real_words == 1 and report.original.word_count == len(words(text))
    for match in report.matches:
        theirs = report.original_excerpt[slice(*match.original)]
        ours = report.text[slice(*match.generated)]
        assert " ".join(theirs.split()).casefold() == " ".join(ours.split()).casefold()
        assert ours == match.text and match.count >= 1
    assert report.copied.longest_text in text and report.copied.longest_text in report.text
    assert report.aloud.endswith(".")


def test_more_pages_leave_the_page_shown_as_it_is() -> None:
    alone, report = (
        StyleReport.model_validate(ask("style", TEXTS["German"], further=further))
        for further in (False, True)
    )
    assert (alone.pages, report.pages) == (1, 1 + FURTHER_PAGES)
    assert (report.text, report.copied) == (alone.text, alone.copied)
    assert report.generated.word_count > 2 * alone.generated.word_count


@pytest.mark.parametrize("language", ["Arabic", "Chinese"])
def test_a_quiz_in_other_scripts(language: str) -> None:
    text = TEXTS[language]
    quiz = Quiz.model_validate(ask("quiz", text))
    theirs = [snippet.text for snippet in quiz.snippets if snippet.source == "original"]
    assert len(quiz.snippets) == 5 and 2 <= len(theirs) <= 3
    assert all(piece in text and 5 < len(piece) <= len(text) // 5 for piece in theirs)
    assert set("".join(snippet.text for snippet in quiz.snippets)) <= {*text, " "}
