#!/usr/bin/env python3
"""Scores `klopt recognise` on the public recogniser suites; fails where it falls below what it has reached.

usage: peers.py FOLDER

FOLDER holds score.py and the cases nl.jsonl and en.jsonl. Cases that a news reader would call
wrong are listed with their reasons in tests/peers/except*.txt: at most 2 % of a language's cases.
"""
import glob, json, os, re, subprocess, sys, tempfile

FIGURES = ("number", "percentage", "currency", "number-range", "dimension", "ordinal")
DATES = ("date", "date-range", "duration")
# The goal, and the floor that has been reached: a change may not fall below the floor.
WANTED = {"nl": (0.99, 0.95), "en": (0.97, 0.93)}
FLOOR = {"nl": (0.99, 0.95), "en": (0.97, 0.93)}
MOST_SPURIOUS = 0.01
MOST_EXEMPT = 0.02
ROW = re.compile(r"^(nl|en)\s+(\S+)\s+(\d+)\s+([\d.]+)%\s+([\d.]+)%\s+(\d+)$")


def exemptions():
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "peers")
    lines = []
    for name in sorted(glob.glob(os.path.join(here, "except*.txt"))):
        with open(name, encoding="utf-8") as file:
            lines += [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    return lines


def share(rows, areas):
    expected = sum(rows[a][0] for a in areas if a in rows)
    right = sum(rows[a][0] * rows[a][1] for a in areas if a in rows)
    return right / expected if expected else 1.0


def main():
    folder = sys.argv[1]
    exempt = exemptions()
    failures = []
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as listed:
        listed.write("".join(line + "\n" for line in exempt))
        listed.flush()
        for lang, (figures, dates) in WANTED.items():
            command = [sys.executable, os.path.join(folder, "score.py"), "--lang", lang, "--json",
                       "--except", listed.name]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(out)
            rows = {m[2]: (int(m[3]), float(m[5]) / 100) for m in map(ROW.match, out.splitlines()) if m}
            total = json.loads(out.splitlines()[-1])[lang]
            cases = os.path.join(folder, f"{lang}.jsonl")
            with open(cases, encoding="utf-8") as file:
                ids = {json.loads(line)["id"] for line in file}
            left_out = sum(line.split()[0] in ids for line in exempt) / len(ids)
            for name, got, goal, least in (("figures", share(rows, FIGURES), figures, FLOOR[lang][0]),
                                           ("dates and durations", share(rows, DATES), dates, FLOOR[lang][1])):
                print(f"{lang} {name}: {got:.2%}, goal {goal:.0%}, floor {least:.0%}")
                if got < least:
                    failures.append(f"{lang} {name}")
            spurious = total["spurious"] / total["cases"]
            print(f"{lang} spurious: {spurious:.2%}, at most {MOST_SPURIOUS:.0%}; exempt {left_out:.2%}")
            if spurious > MOST_SPURIOUS:
                failures.append(f"{lang} spurious")
            if left_out > MOST_EXEMPT:
                failures.append(f"{lang} exemptions")
    if failures:
        sys.exit("below what is promised: " + ", ".join(failures))


if __name__ == "__main__":
    main()
