# SPDX-License-Identifier: Apache-2.0
"""Answers to train with, as two services would give them: equal, in another order, differing, or both."""
import json
import os


def order(lines, is_changed):
    """About 150 B a line."""
    middle = lines // 2 if is_changed else None
    rows = [{"sku": f"T-{n:04}", "title": 'Grüner Tee "Sencha"', "price": round(3.1 + n / 7 + (n == middle), 2),
             "stock": None if n % 5 == 0 else n, "updated_at": f"2021-01-07T06:13:2{n % 10}Z",
             "tags": ["loose", "2021"], "weight": 0.25} for n in range(lines)]
    return {"id": 70_001, "paid": not is_changed, "total": "97.94", "customer": {"name": "Ana", "city": "Łódź"},
            "lines": rows[:-1] if is_changed else rows}


def reversed_members(value):
    if isinstance(value, dict):
        return {name: reversed_members(part) for name, part in reversed(value.items())}
    return [reversed_members(part) for part in value] if isinstance(value, list) else value


def write(file, value):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False))
    os.utime(file, (1_610_000_000, 1_610_000_000))  # both services say the same of it


def serve_orders(folder):
    """Writes them where both services look; the paths, sorted by size."""
    paths = []
    for lines in (2, 14, 60):
        was, changed = order(lines, is_changed=False), order(lines, is_changed=True)
        for kind, now in (("equal", was), ("reordered", reversed_members(was)), ("changed", changed),
                          ("both", reversed_members(changed))):
            paths.append(f"{kind}/{lines}")
            write(folder / "legacy" / paths[-1], was)
            for variant in ("", "other"):
                write(folder / "candidate" / variant / paths[-1], now)
    return paths
