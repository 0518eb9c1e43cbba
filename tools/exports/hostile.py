"""Writes articles that try to break exports, as JSON Lines: hostile.py FILE"""

import json
import sys

SAID = [
    '=HYPERLINK("https://evil.example";"click")',
    "+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1+1)*cmd",
    "a\0null\0byte and a \x1b[31mred\x1b[0m one",
    "\u202ethgir ot tfel morf daer eb tsum siht\u202c",
    "𝕳𝖊𝖑𝖑𝖔 😀👩‍👩‍👧 𐍈 and Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
    "one,\"two\",'three';four\tfive",
    "first line\r\nsecond line\rthird\nfourth",
    "a\u2028line\u2029and\x0ba\x0cfeed\x85more\x1c\x1d\x1e",
    "]]></text>&lt;&#0;<b>\\u0000 \\n {{x}} ${y}",
]

with open(sys.argv[1], "w", encoding="utf-8") as out:
    for at, said in enumerate(SAID):
        title = "=1+1\r\n" + "title " * 350_000 if at == 0 else f"{said} says the minister"
        lines = [
            "MARLOW (Reuters) - The harbour will close on Friday, Mara Lindqvist told reporters.",
            f"“We have read it all: {said}, and nobody has answered us,” said Mara Lindqvist, head of the Harbour Board.",
            f"Tomas Brandt, a spokesman, said that {said} was never meant to be read by anyone.",
            f"“{said}” Lindqvist added. “It is not,\n\nand never was, ours,” she said.",
        ]
        article = {
            "id": f"../{at}/{said}",
            "title": title,
            "publisher": said,
            "author": f"{said} Ek",
            "date": "2024-05-03" if at % 2 else said,
            "url": said,
            "text": "\n\n".join(lines),
        }
        print(json.dumps(article), file=out)
        # The same again, and a copy elsewhere.
        if at == 3:
            print(json.dumps(article), file=out)
        if at == 6:
            print(json.dumps({**article, "id": "copy", "publisher": "=Another"}), file=out)
