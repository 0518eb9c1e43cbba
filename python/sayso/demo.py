"""`python -m sayso.demo`: a small table of who said what."""

from __future__ import annotations

import sayso

ARTICLE = """\
OSTBY — The bridge over the Tarn will stay closed until May, Mayor Ann Roe said on Monday.

“It is late,” she told the Ostby Courier. “But it is not too late.”

Engineers warned in March that two of its piers had cracked, according to a report seen by the paper. \
The harbor authority denied that it had known of the damage.
"""


def main() -> None:
    document = sayso.load("accurate")(ARTICLE)
    print(f"{'speaker':<20} {'form':<9} {'sure':>5}  words")
    for attribution in document.attributions:
        speakers = ", ".join(speaker.name for speaker in attribution.speakers)
        print(f"{speakers:<20} {attribution.form:<9} {attribution.confidence:>5.0%}  {attribution.content}")


if __name__ == "__main__":
    main()
