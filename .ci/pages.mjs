// Opens every page of a folder in a browser and says what is wrong with it.
// Usage: node pages.mjs BROWSER FOLDER
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , browser, folder] = process.argv;
const profile = mkdtempSync(join(tmpdir(), 'pages-'));

// The browser's debugging protocol over two pipes: a message of JSON each, ended by a zero byte.
const chrome = spawn(
    browser,
    ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${profile}`,
        '--remote-debugging-pipe', '--no-first-run', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
);
const waiting = new Map();
const listeners = [];
let number = 0;
let buffer = '';
chrome.stdio[4].setEncoding('utf8').on('data', (chunk) => {
    buffer += chunk;
    for (let end = buffer.indexOf('\0'); end >= 0; end = buffer.indexOf('\0')) {
        const message = JSON.parse(buffer.slice(0, end));
        buffer = buffer.slice(end + 1);
        if (message.id) {
            const { resolve, reject } = waiting.get(message.id);
            waiting.delete(message.id);
            message.error ? reject(new Error(message.error.message)) : resolve(message.result);
        } else {
            for (const listener of listeners) listener(message);
        }
    }
});
function send(method, params = {}, sessionId = undefined) {
    return new Promise((resolve, reject) => {
        waiting.set(++number, { resolve, reject });
        chrome.stdio[3].write(JSON.stringify({ id: number, method, params, sessionId }) + '\0');
    });
}

// What a page is asked about itself. `points` are the links of charts; each has to lie in its chart, have a
// size, say something when pointed at, and lead to a sentence that is there.
const QUESTIONS = `(() => {
    const wrong = [];
    const say = (condition, text) => { if (!condition) wrong.push(text); };
    const points = [...document.querySelectorAll('svg.chart a.point')];
    for (const point of points) {
        const box = point.getBoundingClientRect();
        const chart = point.ownerSVGElement.getBoundingClientRect();
        const tip = point.querySelector('title')?.textContent ?? '';
        say(box.width > 0 && box.height > 0, 'a point without a size: ' + tip);
        say(box.left >= chart.left - 1 && box.right <= chart.right + 1 && box.top >= chart.top - 1
            && box.bottom <= chart.bottom + 1, 'a point outside its chart: ' + tip);
        say(tip.length > 3, 'a point that says nothing');
        const target = document.querySelector(point.getAttribute('href'));
        say(target?.matches('ol.rows > li') && target.querySelector('mark'), 'a point to no sentence: ' + tip);
    }
    for (const link of document.querySelectorAll('a[href]')) {
        const href = link.getAttribute('href');
        say(href.startsWith('#') && document.getElementById(href.slice(1)), 'a link to nowhere: ' + href);
    }
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    say(new Set(ids).size === ids.length, 'an id is given twice: ' + ids.find((id, i) => ids.indexOf(id) !== i));
    say(!document.querySelector('script, img, iframe, object, b > *'), 'an element that no page has');
    say(document.documentElement.lang, 'no language');
    say(!/&#?\\w+;/.test(document.body.innerText), 'an entity that nobody resolved');
    say(document.documentElement.scrollWidth <= innerWidth, 'wider than the window: '
        + document.documentElement.scrollWidth);
    say(!globalThis.taken && !document.title.includes('taken'), 'an article has run');
    const ink = (e) => getComputedStyle(e).color + ' on ' + getComputedStyle(document.body).backgroundColor;
    return { wrong, points: points.length, text: document.body.innerText, ink: ink(document.body),
        charts: document.querySelectorAll('svg.chart').length, marks: document.querySelectorAll('mark').length,
        findings: document.querySelectorAll('.finding').length };
})()`;

async function look(file) {
    const wrong = [];
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const page = (method, params) => send(method, params, sessionId);
    const address = pathToFileURL(join(folder, file)).href;
    let loaded;
    const listener = ({ method, params, sessionId: of }) => {
        if (of !== sessionId) return;
        if (method === 'Page.loadEventFired') loaded?.();
        if (method === 'Runtime.consoleAPICalled' || method === 'Runtime.exceptionThrown') {
            wrong.push(`the console says ${JSON.stringify(params)}`);
        }
        if (method === 'Log.entryAdded') wrong.push(`the log says ${params.entry.text}`);
        if (method === 'Page.javascriptDialogOpening') wrong.push('a dialog opens');
        if (method === 'Network.requestWillBeSent' && ![address, 'data:,'].includes(params.request.url)) {
            wrong.push(`a request to ${params.request.url}`);
        }
    };
    listeners.push(listener);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page(`${domain}.enable`);
    const open = async () => {
        const done = new Promise((resolve) => { loaded = resolve; });
        await page('Page.navigate', { url: address });
        await done;
    };
    const ask = async (expression) => {
        const { result, exceptionDetails } = await page('Runtime.evaluate', { expression, returnByValue: true });
        if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
        return result.value;
    };
    const picture = async (name) => {
        const size = await ask('[document.documentElement.scrollWidth, document.documentElement.scrollHeight]');
        const clip = { x: 0, y: 0, width: size[0], height: Math.min(size[1], 5000), scale: 1 };
        const { data } = await page('Page.captureScreenshot', { captureBeyondViewport: true, clip });
        writeFileSync(join(folder, `${file}.${name}.png`), Buffer.from(data, 'base64'));
    };
    const window = (width, mobile = false) => page('Emulation.setDeviceMetricsOverride',
        { width, height: 900, deviceScaleFactor: 1, mobile });
    const colours = (value) => page('Emulation.setEmulatedMedia',
        { features: [{ name: 'prefers-color-scheme', value }] });
    await window(1100);
    const seen = {};
    if (file.endsWith('.svg')) {
        await open();
        seen.light = await ask('({ points: document.querySelectorAll(".point").length, wrong: [] })');
        await picture('light');
        if (seen.light.points < 10) wrong.push(`${seen.light.points} points`);
        await send('Target.closeTarget', { targetId });
        return { wrong, seen: seen.light };
    }
    for (const scheme of ['light', 'dark']) {
        await colours(scheme);
        await open();
        seen[scheme] = await ask(QUESTIONS);
        await picture(scheme);
    }
    await window(360, true);
    await open();
    seen.narrow = await ask(QUESTIONS);
    await picture('narrow');
    await window(1100);
    await page('Emulation.setScriptExecutionDisabled', { value: true });
    await open();
    seen.plain = await ask(QUESTIONS);
    await page('Emulation.setEmulatedMedia', { media: 'print', features: [] });
    seen.print = await ask(QUESTIONS);
    await picture('print');
    const { data } = await page('Page.printToPDF', {});
    if (data.length < 5000) wrong.push('nothing is printed');
    await page('Emulation.setEmulatedMedia', { media: '', features: [] });
    for (const [name, answer] of Object.entries(seen)) {
        wrong.push(...answer.wrong.map((text) => `${name}: ${text}`));
        if (answer.text !== seen.light.text && name !== 'narrow' && name !== 'print') {
            wrong.push(`${name}: another text than in light`);
        }
    }
    if (seen.light.ink === seen.dark.ink) wrong.push('dark looks like light');
    // Filters work without a script: a box that is not ticked hides its findings, and no others.
    const boxes = await ask(`[...document.querySelectorAll('.filters input')].map((b) => b.id)`);
    for (const box of boxes) {
        const kind = box.replace('show-', '');
        const shown = () => ask(`[...document.querySelectorAll('.finding')]
            .map((f) => [f.classList.contains('${kind}'), f.getBoundingClientRect().height > 0])`);
        const click = () => ask(`document.getElementById('${box}').click()`);
        await click();
        if ((await shown()).some(([of, visible]) => of === visible)) wrong.push(`the box ${box} hides not its own`);
        await click();
        if ((await shown()).some(([, visible]) => !visible)) wrong.push(`the box ${box} brings not all back`);
    }
    listeners.splice(listeners.indexOf(listener), 1);
    await send('Target.closeTarget', { targetId });
    return { wrong, seen: seen.light, boxes: boxes.length };
}

// What each page has to hold beyond what holds for all.
const WANTED = {
    'audit-nl.html': ({ seen }) => seen.charts > 5 && seen.points > 30 && seen.marks > 30
        && seen.text.includes("<script>document.title='taken'</script>"),
    'audit-en.html': ({ seen }) => seen.charts > 5 && seen.points > 30,
    'audit-one.html': ({ seen }) => seen.points > 5 && seen.text.includes("<script>window.taken = true</script>"),
    'audit-none.html': ({ seen }) => seen.points === 0 && seen.text.length > 20,
    'check-nl.html': ({ seen, boxes }) => seen.findings > 5 && boxes === 3
        && seen.text.includes("<script>document.title='taken'</script>"),
    'check-en.html': ({ seen, boxes }) => seen.findings > 5 && boxes === 3,
    'against.html': ({ seen }) => seen.findings > 0 && seen.marks > 1,
    'audit.svg': () => true,
};

let failed = 0;
let passed = 0;
for (const file of readdirSync(folder).filter((name) => /\.(html|svg)$/.test(name)).sort()) {
    const answer = await look(file);
    if (!WANTED[file](answer)) answer.wrong.push(`it holds too little: ${JSON.stringify(answer.seen).slice(0, 400)}`);
    answer.wrong.length ? failed++ : passed++;
    console.log(`${answer.wrong.length ? 'FAILED' : 'ok    '} ${file}: ${answer.seen.points} points, `
        + `${answer.seen.findings ?? 0} findings`);
    for (const text of new Set(answer.wrong)) console.log(`       ${text}`);
}
const gone = new Promise((resolve) => chrome.on('exit', resolve));
send('Browser.close').catch(() => {});
await gone;
rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
