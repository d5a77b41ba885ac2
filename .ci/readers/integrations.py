"""Runs the steps of action.yml and .ci/gitlab.yml as their servers would, on a repository made here.

Usage: integrations.py KLOPT. Exits with 1 and says so where a step does not do what it is for.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

KLOPT = pathlib.Path(sys.argv[1]).resolve()
NEW = "---\ndate: 2025-07-01\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n"
OLD = "---\ndate: 2025-07-02\n---\n# Kop\n\nDe NAVO-norm is 2 procent van het bbp.\n"


def fail(message):
    print(f"integrations: {message}", file=sys.stderr)
    sys.exit(1)


def run(folder, *command, expect=0, **variables):
    environment = {**os.environ, "PATH": f"{KLOPT.parent}:{os.environ['PATH']}", **variables}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != expect:
        fail(f"{command} exits with {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done.stdout


def git(folder, *arguments):
    identity = ["-c", "user.name=desk", "-c", "user.email=desk@example.org"]
    return run(folder, "git", *identity, *arguments)


def repository(folder):
    """Two articles on main, and a branch that adds one which contradicts them."""
    (folder / "articles").mkdir()
    (folder / "articles" / "a.md").write_text(NEW)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "a")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(folder, "checkout", "--quiet", "-b", "branch")
    (folder / "articles" / "b.md").write_text(OLD)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "b")


def github(folder):
    action = YAML(typ="safe").load(pathlib.Path("action.yml"))
    step = action["runs"]["steps"][-1]
    given = {"paths": "articles", "changed-since": "origin/main", "sarif": "klopt.sarif", "klopt": str(KLOPT)}
    values = {name: given.get(name, field.get("default", "")) for name, field in action["inputs"].items()}
    variables = {}
    for name, expression in step["env"].items():
        variables[name] = values[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
    files = {"GITHUB_OUTPUT": folder / "output", "GITHUB_STEP_SUMMARY": folder / "summary"}
    for name, path in files.items():
        path.write_text("")
        variables[name] = str(path)
    out = run(folder, "bash", "-e", "-o", "pipefail", "-c", step["run"], expect=1, **variables)
    if not out.startswith("::error file=articles/b.md,line=6,"):
        fail(f"the action prints {out}")
    if files["GITHUB_OUTPUT"].read_text() != "status=1\n" or "articles/b.md:6" not in files["GITHUB_STEP_SUMMARY"].read_text():
        fail("the action writes no status or no summary")
    if len(json.loads((folder / "klopt.sarif").read_text())["runs"][0]["results"]) != 1:
        fail("the action writes no SARIF")
    variables["KLOPT_FAIL_ON"] = "off"
    run(folder, "bash", "-e", "-o", "pipefail", "-c", step["run"], **variables)


def gitlab(folder):
    job = YAML(typ="safe").load(pathlib.Path(".ci/gitlab.yml"))["klopt"]
    variables = {**job["variables"], "KLOPT_ARGUMENTS": "articles", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    run(folder, "sh", "-e", "-c", "\n".join(job["script"]), expect=1, **variables)
    reports = job["artifacts"]["reports"]
    issues = json.loads((folder / reports["codequality"]).read_text())
    if [issue["location"]["path"] for issue in issues] != ["articles/b.md"]:
        fail(f"the template reports {issues}")
    if 'failures="1"' not in (folder / reports["junit"]).read_text():
        fail("the template writes no JUnit")


def main():
    for step in (github, gitlab):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name).resolve()
            repository(folder)
            step(folder)
    print("the GitHub Action and the GitLab template were run")


main()
