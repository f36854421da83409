"""Cuts the icon sprite: one SVG file with the icons named in icons.txt.

python -m foundation.ui.sprite path/to/@fluentui/svg-icons/icons
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPRITE = HERE.parents[1] / "static" / "icons" / "sprite.svg"
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def icon_names() -> dict[str, str]:
    """Return our icon names and the Fluent names behind them."""
    lines = (HERE / "icons.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return dict(pairs)


def cut(source: Path) -> str:
    """Return the sprite made of the icons in the folder `source`. Raises FileNotFoundError for a missing one."""
    symbols = []
    for ours, theirs in icon_names().items():
        drawing = INNER.search((source / f"{theirs}_20_regular.svg").read_text(encoding="utf-8"))
        if drawing is None:
            raise ValueError(f"{theirs} is no SVG drawing.")
        symbols.append(f'<symbol id="{ours}" viewBox="0 0 20 20">{drawing[1]}</symbol>')
    notice = "<!-- Fluent System Icons, Copyright (c) 2020 Microsoft Corporation, MIT License -->"
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', notice, *symbols, "</svg>", ""])


if __name__ == "__main__":
    SPRITE.write_text(cut(Path(sys.argv[1])), encoding="utf-8")
