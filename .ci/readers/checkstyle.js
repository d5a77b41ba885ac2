// Reads a checkstyle report as danger's plugin for lint reports does, and prints what it found.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const [home, report, root] = process.argv.slice(2);
const modules = join(home, "node_modules");
const { xml2js } = require(join(modules, "xml-js"));
const { parseCheckstyle } = require(join(modules, "danger-plugin-lint-report/dist/parse/checkstyle_parser.js"));
console.log(JSON.stringify(parseCheckstyle(xml2js(readFileSync(report, "utf8")), root)));
