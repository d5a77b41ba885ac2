"""Writes reports of the fixtures and of a hard case, and has others' programs read them.

Usage: read.py KLOPT HOME. Exits with 1 and says so where a reader balks or reads something else
than klopt's own JSON says.
"""

import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as tree

import jsonschema
from junitparser import Error, Failure, JUnitXml
from lxml import etree

KLOPT = str(pathlib.Path(sys.argv[1]).resolve())
HOME = pathlib.Path(sys.argv[2]).resolve()
BIN = HOME / "venv" / "bin"
FORMATS = ["json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "checkstyle", "short", "markdown"]

# The name has what URIs, XML and workflow commands must escape; the figure stands after letters
# that differ in bytes, code points and UTF-16 units.
HARD = {
    "a.md": "---\ndate: 2025-07-01\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n",
    "één, 5% & <b>:€.md": "---\ndate: 2025-07-02\n---\n# \"Kop\" & <staart>\n\n"
    "😀 Zoë zag € 3 op tafel: de NAVO-norm is 2 procent van het bbp.\n",
    "c.html": "<!doctype html><html lang=nl><head><title>Kop</title>\n"
    "<meta property='article:published_time' content='2025-07-03'></head><body><article>\n"
    "<h1>Kop</h1>\n<p>💶 Re&euml;el &euro; ë: de NAVO-norm is 4&nbsp;procent van het bbp.</p></article></body></html>\n",
}


def fail(message):
    print(f"consumers: {message}", file=sys.stderr)
    sys.exit(1)


def run(*command, expect=(0,), cwd=None):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, check=False)
    if done.returncode not in expect:
        fail(f"{command[0]} exits with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def same(what, got, want):
    if got != want:
        fail(f"{what}:\n  read  {got}\n  klopt {want}")


def cut(root, path, line, start, end, unit):
    """The text between two columns of a line, counted from 1 in `unit`, the end exclusive."""
    lines = (root / path).read_text(encoding="utf-8").split("\n")
    text = lines[line - 1]
    if unit == "bytes":
        return text.encode()[start - 1 : end - 1].decode()
    if unit == "utf16":
        return text.encode("utf-16-le")[2 * (start - 1) : 2 * (end - 1)].decode("utf-16-le")
    return text[start - 1 : end - 1]


class Case:
    """The reports of one folder of articles."""

    def __init__(self, root, paths, status=1):
        self.root = root
        self.out = pathlib.Path(tempfile.mkdtemp(dir=HOME))
        outputs = [part for f in FORMATS for part in ("--output", f"{f}={self.out / f}")]
        run(KLOPT, "check", "--quiet", *outputs, *paths, expect=(status,), cwd=root)
        report = json.loads(self.text("json"))
        self.findings, self.problems = report["findings"], report.get("problems", [])
        if not self.findings:
            fail("there are no findings to read")

    def text(self, name):
        return (self.out / name).read_text(encoding="utf-8")

    def raw(self, place):
        """What stands in the file at a place, by the bytes that klopt's JSON gives; none in JSON Lines."""
        if place["path"].endswith(".jsonl"):
            return None
        return (self.root / place["path"]).read_bytes()[place["start"] : place["end"]].decode()

    def jsonl(self):
        same("jsonl", [json.loads(line) for line in self.text("jsonl").splitlines()], self.findings)

    def sarif(self):
        log = json.loads(self.text("sarif"))
        schema_file = HOME / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
        schema = json.loads(schema_file.read_text(encoding="utf-8-sig"))
        jsonschema.validators.validator_for(schema)(schema).validate(log)
        results = log["runs"][0]["results"]
        same("sarif results", len(results), len(self.findings))
        for result, finding in zip(results, self.findings):
            places = [result["locations"][0]] + result["relatedLocations"]
            for location, place in zip(places, [finding["primary"]] + finding["related"]):
                physical = location["physicalLocation"]
                path = urllib.parse.unquote(physical["artifactLocation"]["uri"])
                same("sarif path", path, place["path"])
                region = physical["region"]
                if "startColumn" in region and region["startLine"] == region["endLine"]:
                    got = cut(self.root, path, region["startLine"], region["startColumn"], region["endColumn"], "utf16")
                    same("sarif columns", got, self.raw(place))
            rules = log["runs"][0]["tool"]["driver"]["rules"]
            same("sarif rule", rules[result["ruleIndex"]]["id"], finding["rule"])
        # sarif-tools takes a report by its extension.
        report = self.out / "report.sarif"
        report.write_text(self.text("sarif"), encoding="utf-8")
        run(BIN / "sarif", "csv", "--output", self.out / "sarif.csv", report)
        rows = list(csv.DictReader(io.StringIO(self.text("sarif.csv").lstrip("\ufeff"))))
        got = sorted((row["Code"], row["Location"], int(row["Line"])) for row in rows)
        uri = lambda path: urllib.parse.quote(path, safe="-._~/!$&'()*+,;=@")
        want = sorted((f["rule"], uri(f["primary"]["path"]), f["primary"]["line"]) for f in self.findings)
        same("sarif-tools", got, want)

    def junit(self):
        schemas = sorted(HOME.glob("schemas/**/junit-10.xsd"))
        if not schemas:
            fail("there is no JUnit schema")
        for path in schemas:
            etree.XMLSchema(etree.parse(str(path))).assertValid(etree.parse(str(self.out / "junit")))
        failed = []
        for suite in JUnitXml.fromfile(str(self.out / "junit")):
            for case in suite:
                same("junit class", case.classname, suite.name)
                failed += [(case.classname, r.message) for r in case.result if isinstance(r, (Failure, Error))]
        grave = [f for f in self.findings if f["severity"] != "info"]
        want = [(f["primary"]["path"], f["message"]) for f in grave]
        want += [(p["path"], p["message"]) for p in self.problems if p["severity"] == "error"]
        same("junitparser", sorted(failed), sorted(want))

    def checkstyle(self):
        found = json.loads(run("node", ".ci/readers/checkstyle.js", HOME, self.out / "checkstyle", self.root))
        same("checkstyle errors", len(found), len(self.findings) + len(self.problems))
        for error, finding in zip(found, self.findings):
            place = finding["primary"]
            same("checkstyle line", error["line"], place["line"])
        # That reader resolves paths and drops what XML escapes; another says both.
        errors = [(f.get("name"), e) for f in tree.parse(self.out / "checkstyle").getroot() for e in f]
        for (name, error), finding in zip(errors, self.findings):
            place = finding["primary"]
            same("checkstyle file", name, place["path"])
            same("checkstyle message", error.get("message").split("\n")[0], finding["message"])
            if error.get("column"):
                raw = self.raw(place)
                start = int(error.get("column"))
                same("checkstyle columns", cut(self.root, name, place["line"], start, start + len(raw), "code points"), raw)

    def gitlab(self):
        # GitLab publishes no schema: these are the fields that its documentation asks for.
        issues = json.loads(self.text("gitlab"))
        schema = {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "check_name", "fingerprint", "severity", "location"],
                "properties": {
                    "description": {"type": "string", "minLength": 1},
                    "check_name": {"type": "string", "minLength": 1},
                    "fingerprint": {"type": "string", "minLength": 1},
                    "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                    "location": {
                        "type": "object",
                        "required": ["path", "lines"],
                        "properties": {
                            "path": {"type": "string", "pattern": "^(?!\\./)"},
                            "lines": {
                                "type": "object",
                                "required": ["begin"],
                                "properties": {"begin": {"type": "integer", "minimum": 1}},
                            },
                        },
                    },
                },
            },
        }
        jsonschema.validate(issues, schema)
        same("gitlab fingerprints", len({i["fingerprint"] for i in issues}), len(issues))
        got = [(i["check_name"], i["location"]["path"], i["location"]["lines"]["begin"]) for i in issues]
        want = [(f["rule"], f["primary"]["path"], f["primary"]["line"]) for f in self.findings]
        same("gitlab", got, want + [(p["code"], p["path"], p["line"] or 1) for p in self.problems])

    def rdjson(self):
        run("node", HOME / "node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js", self.out / "rdjson")
        diagnostics = json.loads(self.text("rdjson"))["diagnostics"]
        same("rdjson", len(diagnostics), len(self.findings) + len(self.problems))
        for diagnostic, finding in zip(diagnostics, self.findings):
            location, place = diagnostic["location"], finding["primary"]
            same("rdjson path", location["path"], place["path"])
            start, end = location["range"]["start"], location["range"].get("end")
            if end and start["line"] == end["line"]:
                got = cut(self.root, place["path"], start["line"], start["column"], end["column"], "bytes")
                same("rdjson columns", got, self.raw(place))

    def github(self):
        lines = self.text("github").splitlines()
        same("github commands", len(lines), len(self.findings) + len(self.problems))
        unescape = lambda t: urllib.parse.unquote(t)
        for line, finding in zip(lines, self.findings):
            _, command, message = line.split("::", 2)
            kind, properties = command.split(" ", 1)
            fields = dict(field.split("=", 1) for field in properties.split(","))
            place = finding["primary"]
            same("github file", unescape(fields["file"]), place["path"])
            same("github message", unescape(message).split("\n")[0], finding["message"])
            same("github kind", kind, {"error": "error", "warning": "warning", "info": "notice"}[finding["severity"]])
            if "col" in fields:
                start, end = int(fields["col"]), int(fields["endColumn"]) + 1
                same("github columns", cut(self.root, place["path"], int(fields["line"]), start, end, "utf16"), self.raw(place))
        # The same command as GitHub's own toolkit writes it.
        for line, finding in zip(lines, self.findings):
            _, command, message = line.split("::", 2)
            kind, properties = command.split(" ", 1)
            fields = {k: unescape(v) for k, v in (field.split("=", 1) for field in properties.split(","))}
            script = (
                "const {issueCommand}=require(process.argv[1]);"
                "issueCommand(process.argv[2],JSON.parse(process.argv[3]),process.argv[4])"
            )
            toolkit = HOME / "node_modules/@actions/core/lib/command.js"
            again = run("node", "-e", script, toolkit, kind, json.dumps(fields), unescape(message))
            same("github toolkit", line, again.rstrip("\r\n"))
            break

    def short(self):
        for line, finding in zip(self.text("short").splitlines(), self.findings):
            place = finding["primary"]
            start = f"{place['path']}:{place['line']}:{place['column']}: "
            if not line.startswith(start):
                fail(f"short: {line} does not start with {start}")

    def read(self):
        for name in ["jsonl", "sarif", "junit", "checkstyle", "gitlab", "rdjson", "github", "short"]:
            getattr(self, name)()


def main():
    passed = 0
    Case(pathlib.Path.cwd(), ["fixtures"]).read()
    passed += 1
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, text in HARD.items():
            (root / name).write_text(text, encoding="utf-8")
        case = Case(root, ["."])
        same("hard paths", {f["primary"]["path"] for f in case.findings} - {"a.md"}, set(HARD) - {"a.md"})
        case.read()
        passed += 1
        # What cannot be read, and a suppression without a finding.
        (root / "d <&> \"é\".jsonl").write_text('{"id": 1}\n', encoding="utf-8")
        (root / "klopt.yaml").write_text("suppress:\n  - { rule: figure/unit-slip, reason: bekend }\n", encoding="utf-8")
        case = Case(root, ["."], status=2)
        same("problems", len(case.problems), 2)
        case.read()
        passed += 1
    print(f"{passed} cases of reports read by others: {len(FORMATS)} formats")


main()
