// node test_rooms.mjs PROGRAM BUILD PICTURES: a whole Kaseya exercise in a real headless Chromium, from join to AAR: a
// facilitator, two teams of two, an evaluator, an observer and a projector, each a browser of its own.
//
// BUILD is the folder with node_modules; screenshots of every seat go to PICTURES.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const [program, build, pictures] = process.argv.slice(2);
const require = createRequire(resolve(build, 'package.json'));
const { chromium } = require('playwright-core');
const AxeBuilder = require('@axe-core/playwright').default;
// Chromium's headless shell starts a page in a third of the time, and there are eight of them.
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE = 15000;
const WIDE = { width: 1280, height: 900 }, PHONE = { width: 390, height: 844 };

let server, browser, folder, journal, address;
const codes = {}, faults = [], seats = {};

async function serve(port) {
  server = spawn(program, ['exercise', 'serve', journal, '--port', String(port)], { stdio: ['pipe', 'pipe', 'ignore'] });
  let text = '';
  for await (const part of server.stdout) {
    text += part;
    if (text.endsWith('\n\n')) break;
  }
  const [link, , ...rest] = text.trim().split('\n');
  address = link.split('/#')[0];
  codes.facilitator = link.split('=')[1];
  for (const line of rest) codes[line.slice(0, 30).trim()] = line.slice(30).trim();
}

async function sit(name, place, viewport = WIDE, locale = 'en-GB') {
  const context = await browser.newContext({ viewport, locale, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/ERR_CONNECTION|ERR_INCOMPLETE|401|Failed to load/.test(message.text()) && faults.push(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${name}: ${error}`));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(`${address}/#join=${codes[place]}`);
  await page.fill('[data-control=name]', name);
  await page.click('[data-control=join]');
  await page.waitForSelector('main[data-status=live]');
  seats[name] = page;
  return page;
}

async function alsoSit(page, place) {
  await page.click('summary:has-text("Another role")');
  await page.fill('[data-control=code]', codes[place]);
  await page.click('.join [data-control=join]');
  await page.waitForFunction((roles) => document.querySelectorAll('.decide details p.small').length === roles, 2);
}

const sequence = (page) => page.evaluate(() => Number(document.querySelector('main').dataset.sequence));
// The whole page, or as much of it as `height` says.
const picture = async (page, name, height = 0) => {
  await page.evaluate(() => scrollTo(0, 0));
  const clip = height && { x: 0, y: 0, width: page.viewportSize().width, height };
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, ...(clip && { clip }) });
};
const caughtUp = (page, wanted) => page.waitForFunction((n) => Number(document.querySelector('main')?.dataset.sequence) >= n, wanted);

async function click(page, selector) {
  const had = await sequence(page);
  await page.click(selector);
  await caughtUp(page, had + 1);
}

// Whoever of a team may, takes the pen and commits: the n-th option.
async function decide(page, option) {
  for (;;) {
    const form = page.locator('form.decision').first();
    if ((await form.count()) === 0) return;
    const id = await form.getAttribute('data-decision');
    if (await page.locator('[data-control=pen]').count()) {
      await page.click('[data-control=pen]');
      await page.waitForSelector('[data-control=pen]', { state: 'detached' });
    }
    const options = form.locator('input[type=radio]');
    await options.nth(option === 'first' ? 0 : (await options.count()) - 1).check();
    await form.locator('[data-control=why]').fill('that is what our plan says');
    await form.locator('[data-control=commit]').click();
    await page.waitForSelector(`[data-settled="${id}"]`);
  }
}

before(async () => {
  mkdirSync(pictures, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'keyfall-rooms-'));
  journal = join(folder, 'friday.exercise');
  execFileSync(program, ['exercise', 'new', 'kaseya-2021', '--teams', '2', '--worlds', '600', '-o', journal], { stdio: 'ignore' });
  await serve(0);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

test('everybody joins by a link or by a code', async () => {
  await Promise.all([
    sit('Fay', 'facilitator', { width: 1440, height: 900 }),
    sit('Ann', 'team A, lead').then((page) => alsoSit(page, 'team A, manager')),
    sit('Ali', 'team A, clinic_manager', PHONE),
    sit('Bo', 'team B, lead').then((page) => alsoSit(page, 'team B, manager')),
    sit('Bea', 'team B, clinic_manager', PHONE),
    sit('Eve', 'evaluator'),
    sit('Oz', 'observer'),
    sit('Wall', 'projector', { width: 1920, height: 1080 }),
  ]);
  await caughtUp(seats.Fay, 10);
  await seats.Fay.waitForSelector('.lines td:has-text("2")');
});

test('a wrong code is refused with a word', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  await page.fill('[data-control=code]', 'WRONGX');
  await page.fill('[data-control=name]', 'Nobody');
  await page.click('[data-control=join]');
  assert.match(await page.textContent('[role=alert]'), /no such code/);
  await picture(page, 'rooms-join');
  await page.close();
});

test('the facilitator begins, and everybody sees it', async () => {
  await click(seats.Fay, '[data-control=begin]');
  for (const page of Object.values(seats)) await page.waitForSelector('main[data-phase=running]');
});

test('two teams play the same luck to the end of the day, each its own way', async () => {
  let moves = 0, forecast = '';
  for (; moves < 60; moves++) {
    while (await seats.Fay.locator('.now [data-control=release]').count()) await click(seats.Fay, '.now [data-control=release] >> nth=0');
    const here = await sequence(seats.Fay);
    await Promise.all(['Ann', 'Ali', 'Bo', 'Bea'].map((name) => caughtUp(seats[name], here)));
    if (moves === 3) await picturesOfPlay();
    if (!forecast && (await seats.Fay.locator('[data-control=forecast]:enabled').count())) forecast = await forecastOf();
    await Promise.all([['first', 'Ann', 'Ali'], ['last', 'Bo', 'Bea']].map(async ([option, lead, manager]) => {
      await decide(seats[lead], option);
      await seats[manager].click('[data-tab=decision]');
      await decide(seats[manager], option);
    }));
    await caughtUp(seats.Fay, Math.max(...(await Promise.all(['Ann', 'Ali', 'Bo', 'Bea'].map((name) => sequence(seats[name]))))));
    if ((await seats.Fay.locator('.now [data-control=release]').count()) === 0) {
      if ((await seats.Fay.locator('[data-control=next]').count()) === 0) break;
      await click(seats.Fay, '[data-control=next]');
    }
  }
  const decided = await seats.Fay.locator('[data-decided]').count();
  console.log(`       ${moves} moves, ${await sequence(seats.Fay)} events, ${decided} decisions`);
  assert.ok(decided >= 8, `${decided} decisions`);
  assert.match(forecast, /If team A decides[\s\S]*nothing\s*\d+/);
  const [a, b] = await seats.Fay.locator('tr:has-text("machines encrypted at our customers") td').allTextContents();
  assert.ok(Number(a) < Number(b), `A ${a}, B ${b}: good play and none end alike`);
});

// Computed beside the room: the button says that it is under way, and a word to everybody does not wait for it.
async function forecastOf() {
  await seats.Fay.click('[data-control=forecast]');
  await seats.Fay.waitForSelector('[data-forecast=waiting] .waiting');
  await seats.Fay.waitForSelector('[data-forecast=there]');
  await picture(seats.Fay, 'rooms-facilitator');
  return seats.Fay.textContent('.forecasts');
}

async function picturesOfPlay() {
  await seats.Ali.click('[data-tab=inbox]');
  await picture(seats.Ali, 'rooms-team-phone', PHONE.height);
  await seats.Ann.selectOption('[data-control=language]', 'ja');
  await picture(seats.Ann, 'rooms-team-ja');
  await seats.Ann.selectOption('[data-control=language]', 'en');
  await picture(seats.Wall, 'rooms-projector');
  await picture(seats.Oz, 'rooms-observer');
}

test('a team reads the attachment as a table, and its map shows who has called', async () => {
  await seats.Ann.click('.messages button:has-text("The third customer calls")');
  assert.equal(await seats.Ann.textContent('.message .attachment td >> nth=1'), 'freight agent');
  const [trouble] = (await seats.Ann.getAttribute('.known-map', 'data-marks')).split(' ').map(Number);
  assert.ok(trouble >= 3, `${trouble} on the map after the third call`);
  await picture(seats.Ann, 'rooms-team', WIDE.height);
  assert.equal(await seats.Wall.locator('.known-map .taken-mark').count(), 0, 'the wall spoils nothing');
});

test('what the facilitator hands to one team reaches that team alone', async () => {
  await seats.Fay.click('[data-tool=card]');
  await seats.Fay.fill('[data-control=card]', 'The caretaker has the second key.');
  await seats.Fay.selectOption('.tools select >> nth=0', 'A');
  await click(seats.Fay, '[data-control=card-send]');
  const here = await sequence(seats.Fay);
  for (const page of Object.values(seats)) await caughtUp(page, here);
  await seats.Ann.click('.messages button >> nth=0');
  await seats.Ann.waitForSelector('text=second key');
  for (const name of ['Bo', 'Bea', 'Wall']) assert.equal(await seats[name].locator('text=second key').count(), 0, name);
});

test('a decision that was entered by mistake is taken back, and the team hears of it', async () => {
  await seats.Fay.click('[data-tool=action]');
  await click(seats.Fay, '[data-control=enter]');
  const mistake = await sequence(seats.Fay);
  await seats.Fay.fill('[data-control=minutes]', '5');
  await click(seats.Fay, '[data-control=jump]');
  await seats.Fay.click('[data-tool=log]');
  await seats.Fay.click(`[data-event="${mistake}"] [data-control=take-back]`);
  await seats.Fay.fill('[data-control=take-back-reason]', 'the wrong team');
  await click(seats.Fay, '[data-control=take-back-now]');
  await seats.Ann.waitForSelector('.messages :text("Correction")');
  assert.equal(await seats.Bo.locator('.messages :text("Correction")').count(), 0);
});

test('a laptop that was asleep and a server that was killed are caught up with', async () => {
  const asleep = seats.Bo.context();
  await asleep.setOffline(true);
  for (const text of ['one', 'two', 'three']) {
    await seats.Fay.click('[data-tool=card]');
    await seats.Fay.selectOption('.tools select >> nth=0', '');
    await seats.Fay.fill('[data-control=card]', `While you slept: ${text}.`);
    await click(seats.Fay, '[data-control=card-send]');
  }
  const port = Number(new URL(address).port);
  server.kill('SIGKILL');
  await new Promise((done) => server.once('exit', done));
  await serve(port);
  await asleep.setOffline(false);
  const here = await sequence(seats.Fay);
  for (const page of Object.values(seats)) {
    await page.waitForSelector('main[data-status=live]', { timeout: 40000 });
    await caughtUp(page, here);
  }
  for (let i = 0; i < 3; i++) {
    await seats.Bo.click(`.messages button:has-text("From the facilitator") >> nth=${i}`);
    await seats.Bo.waitForSelector(`.message .body:has-text("While you slept: ${['three', 'two', 'one'][i]}.")`);
  }
});

test('anybody can stop the exercise for a real emergency, and every screen says so', async () => {
  await seats.Bea.click('[data-control=stop]');
  await seats.Bea.fill('[data-control=stop-reason]', 'fire alarm');
  await seats.Bea.click('[data-control=stop-now]');
  for (const page of Object.values(seats)) assert.match(await (await page.waitForSelector('[data-stopped]')).textContent(), /fire alarm/);
  await picture(seats.Wall, 'rooms-stopped');
  await seats.Fay.click('[data-control=resume]');
  for (const page of Object.values(seats)) await page.waitForSelector('main[data-phase=running]');
});

test('the evaluator rates, and the debrief opens to everybody when the facilitator says', async () => {
  const { Eve, Fay, Ann, Oz } = seats;
  // The debrief is computed from here on; nobody waits for it.
  await Fay.click('[data-tool=end]');
  await click(Fay, '[data-control=end]');
  await Eve.locator('[data-control=rate-why] >> nth=0').fill('within the hour, by telephone');
  await click(Eve, '[data-rating=S] >> nth=0');
  await Eve.click('[data-team=B]');
  await click(Eve, '[data-rating=M] >> nth=0');
  await Eve.selectOption('[data-control=finding-objective]', { index: 0 });
  await Eve.fill('[data-control=finding]', 'The list of telephone numbers was on paper.');
  await click(Eve, '[data-control=finding-write]');
  await Eve.click('summary:has-text("Corrective action")');
  await Eve.fill('[data-control=improve]', 'Nobody knew who may switch the server off');
  await Eve.fill('[data-control=improve-action]', 'Write it into the plan');
  await Eve.fill('[data-control=improve-who]', 'Technical lead');
  await Eve.fill('[data-control=improve-by]', '2026-12-31');
  await click(Eve, '[data-control=improve-write]');
  await picture(Eve, 'rooms-evaluator');
  await Fay.waitForSelector('[data-debrief=there]', { timeout: 60000 });
  assert.equal(await Ann.locator('[data-debrief]').count(), 0, 'the scores are hidden until it is opened');
  await click(Fay, '[data-control=open-debrief]');
  for (const page of [Ann, Oz, Eve]) await page.waitForSelector('[data-debrief=there]');
  const score = async (team) => Number((await Ann.textContent(`[data-score=${team}] strong`)).replace(/\D/g, ''));
  assert.ok((await score('A')) < (await score('B')));
  const told = await Ann.textContent('.debrief');
  assert.match(told, /Expected when it was taken: \d+[\s\S]*Against not deciding: [\d,]+ fewer[\s\S]*On this luck: .* fewer[\s\S]*On other lucks/);
  assert.match(told, /As team B took it/);
  assert.match(told, /Taken at .*, not before anything was known: .* on this luck\. Over the futures that were open then/);
  await picture(Ann, 'rooms-debrief', 2200);
  await seats.Ali.waitForSelector('[data-debrief=there]');
});

test('the after-action report is downloaded with ratings, plan and attendance', async () => {
  const [download] = await Promise.all([seats.Eve.waitForEvent('download'), seats.Eve.click('[data-control=aar]')]);
  const path = join(pictures, 'rooms-aar.html');
  writeFileSync(path, readFileSync(await download.path()));
  const report = readFileSync(path, 'utf8');
  for (const words of ['EXERCISE ONLY', 'within the hour, by telephone', 'Write it into the plan', 'Ann', 'Bea']) assert.ok(report.includes(words), words);
});

test('every page keeps its policy, can be read by a screen reader, and fits a phone', async () => {
  await Promise.all(Object.entries(seats).map(async ([name, page]) => {
    assert.deepEqual(await page.evaluate(() => window.violations), [], name);
    assert.ok((await page.textContent('body')).includes('EXERCISE ONLY'), name);
    // The debrief is the same for all; Ali's page holds nothing else.
    const axe = name === 'Ali' ? new AxeBuilder({ page }) : new AxeBuilder({ page }).exclude('.debrief');
    const { violations } = ['Fay', 'Ali', 'Eve', 'Wall'].includes(name) ? await axe.analyze() : { violations: [] };
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`), [], name);
    await page.setViewportSize(PHONE);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${name} is ${over} pixels too wide on a phone`);
  }));
  assert.deepEqual(faults, []);
});
