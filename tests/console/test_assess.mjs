// node test_assess.mjs PROGRAM BUILD ROOT PICTURES: due diligence in a real headless Chromium, against a real server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser, program, root } from './browser.mjs';

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../docs/examples/assess');
const file = (name) => join(examples, `${name}.json`);
const read = (name) => JSON.parse(readFileSync(file(name)));
const PATIENCE = 120000;
let browser, page;

// The first figures are rough, of 320 worlds, and enough here.
const settled = () => page.waitForFunction(() => (document.querySelector('main')?.dataset.worlds ?? '0') !== '0', null, { timeout: PATIENCE });
const assess = (...files) => JSON.parse(execFileSync(program, ['assess', ...files, '--reps', '320', '--json'], { env: { ...process.env, KEYFALL_ROOT: root } }));
// The browser writes "90%" where the command line writes "90 %".
const plain = (sentence) => sentence.replaceAll(' %', '%');
const verdict = () => page.textContent('[data-figure=verdict]');

// A change is played after a rest: first that it is under way, then that there are figures.
async function played(act) {
  await act();
  await page.waitForFunction(() => document.querySelector('main')?.dataset.worlds === '0', null, { timeout: PATIENCE });
  await settled();
}

async function openFiles(...names) {
  await played(async () => {
    await page.click('[data-control=files]');
    await page.setInputFiles('[data-control=open]', names);
  });
}

before(async () => {
  browser = await openBrowser('small-town');
  page = browser.page;
});
after(() => browser?.close());

beforeEach(async () => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(`${browser.origin}/#assess`);
  await page.waitForSelector('main[data-status=empty]');
});

test('an empty page says what to do, and a first answer gives a figure with a range', async () => {
  assert.match(await page.textContent('.verdict'), /Give a candidate its name/);
  await browser.picture('assess-empty');
  await played(() => page.fill('[data-control=name]', 'North IT'));
  assert.match(await verdict(), /^Of 1,000 companies like yours, [\d.]+ to \d+ a year would be hit through North IT/);
  const open = await page.textContent('[data-chart=answers] thead .unanswered');
  await page.click('.section >> nth=0 >> summary');
  await played(() => page.check('input[name=patching_programme][value="3"]'));
  assert.equal(parseInt(await page.textContent('[data-chart=answers] thead .unanswered'), 10), parseInt(open, 10) - 1);
  assert.match(await page.textContent('[data-chart=answers] tbody tr:nth-child(2) td'), /3 claimed/);
  await played(() => page.selectOption('[data-control=status-patching_programme]', 'checked'));
  assert.match(await page.textContent('[data-chart=answers] tbody tr:nth-child(2) td'), /3 checked/);
  await browser.picture('assess-one');
});

test('candidates stand side by side with the figures of the command line', async () => {
  await openFiles(file('harbour-it'), file('cedar-cloud'), file('our-company'));
  const shown = await page.evaluate(() => [document.querySelector('main').dataset.worlds, document.querySelector('[data-figure=verdict]').textContent]);
  const wanted = assess(file('harbour-it'), file('cedar-cloud'), '--company', file('our-company'));
  assert.deepEqual(shown, ['320', plain(wanted.verdict)]);
  assert.equal(await page.getAttribute('[data-figure=verdict]', 'data-tie'), String(wanted.tie));
  const heads = await page.locator('[data-figure=side-by-side] thead th').allTextContents();
  assert.deepEqual(heads.slice(1), wanted.ranking);
  const asked = await page.locator('[data-chart=ask] li').allTextContents();
  assert.equal(asked.length, wanted.ask_first.length);
  wanted.ask_first.forEach((one, i) => assert.ok(asked[i].includes(one.en) && asked[i].includes(one.msp), asked[i]));
  assert.ok((await page.locator('[data-chart=clauses] li').count()) >= 2);
});

test('when candidates cannot be told apart, the first line says so', async () => {
  const twin = join(browser.folder, 'twin.json');
  writeFileSync(twin, JSON.stringify({ ...read('harbour-it'), name: 'Harbour twin' }));
  await openFiles(file('harbour-it'), twin);
  assert.match(await verdict(), /^These candidates cannot be told apart by their answers/);
  await page.selectOption('[data-control=language]', 'ja');
  assert.match(await verdict(), /区別できません/);
  await page.selectOption('[data-control=language]', 'en');
});

test('answers are saved as the file that the command line reads, and survive a reload', async () => {
  await openFiles(file('cedar-cloud'));
  const before = await verdict();
  await page.click('[data-control=files]');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-control=save]')]);
  const saved = JSON.parse(readFileSync(await download.path()));
  const kept = (form) => form.questions.filter((one) => (one.answer ?? null) !== null).map(({ id, answer, status }) => ({ id, answer, status: status ?? 'claimed' })).sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(kept(saved), kept(read('cedar-cloud')));
  const path = join(browser.folder, 'saved.json');
  writeFileSync(path, JSON.stringify(saved));
  assert.equal(plain(assess(path).verdict), before);
  await page.reload();
  await settled();
  assert.equal(await verdict(), before);
});

test('a file that is none of ours is refused with its name and nothing is lost', async () => {
  await openFiles(file('cedar-cloud'));
  const before = await verdict();
  const wrong = join(browser.folder, 'holiday.json');
  writeFileSync(wrong, '{"format": "keyfall.result"}');
  await page.click('[data-control=files]');
  await page.setInputFiles('[data-control=open]', wrong);
  await page.waitForFunction(() => document.querySelector('.bar [role=status]').textContent.includes('holiday.json'));
  assert.equal(await verdict(), before);
});

test('what the server refuses is shown with the place in the file', async () => {
  const wrong = join(browser.folder, 'wrong.json');
  const form = read('cedar-cloud');
  form.questions[0].answer = 9;
  writeFileSync(wrong, JSON.stringify(form));
  await page.click('[data-control=files]');
  await page.setInputFiles('[data-control=open]', wrong);
  await page.waitForSelector('[role=alert]', { timeout: PATIENCE });
  assert.match(await page.textContent('[role=alert]'), /msps\[0\]\.questions\[0\].*0 to 3/);
  await browser.picture('assess-failed');
  browser.faults.length = 0; // the browser's own word about the refusal
});

test('everything is filled in by the keyboard alone', async () => {
  await page.evaluate(() => document.activeElement.blur());
  const reached = new Set();
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element.closest('.pickfile') ?? element);
      return { name: element.dataset.control ?? element.tagName, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
    });
    if (focus.name === 'BODY') break;
    assert.ok(focus.seen, `the focus on ${focus.name} is not seen`);
    reached.add(focus.name);
  }
  for (const name of ['language', 'files', 'print', 'form-0', 'form-company', 'add', 'name']) assert.ok(reached.has(name), `${name} is not reached`);
  await page.focus('[data-control=name]');
  await page.keyboard.type('Typed Ltd');
  await page.focus('.section summary');
  await page.keyboard.press('Enter');
  await page.focus('input[name=patching_programme]:checked');
  await played(() => page.keyboard.press('ArrowDown'));
  assert.ok(await page.isChecked('input[name=patching_programme][value="0"]'));
});

test('axe finds nothing, no width scrolls sideways, and both languages are whole', async () => {
  await played(async () => {
    await page.click('[data-control=files]');
    await page.click('[data-control=examples]');
  });
  for (const language of ['en', 'ja']) {
    await page.selectOption('[data-control=language]', language);
    assert.match(await page.textContent('[data-figure=side-by-side]'), language === 'ja' ? /MSP の管理ツールの欠陥/ : /A flaw in the MSP's management tool/);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /\b(app|assess|status|page)\.[a-z_]+\b|undefined|NaN|\[object/);
    for (const [width, colorScheme] of [[390, 'light'], [1280, 'light'], [1280, 'dark'], [1920, 'light']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(150);
      assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= width, `${width}, ${language}`);
      await browser.picture(`assess-${language}-${width}-${colorScheme}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => document.querySelectorAll('.menu, .section:nth-of-type(-n+3)').forEach((one) => (one.open = true)));
    assert.deepEqual(await browser.violations(), [], language);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await browser.violations(['color-contrast']), [], `${language}, dark`);
    await page.evaluate(() => document.querySelectorAll('.menu, .section').forEach((one) => (one.open = false)));
  }
  await page.selectOption('[data-control=language]', 'en');
  assert.deepEqual(browser.faults, []);
});

test('on paper stand the verdict, the figures, the questions and every answer, and no form', async () => {
  await played(async () => {
    await page.click('[data-control=files]');
    await page.click('[data-control=examples]');
  });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const part of ['[data-figure=verdict]', '[data-chart=odds]', '[data-chart=ask]', '[data-chart=clauses]', '[data-chart=answers]']) assert.ok(await page.isVisible(part), part);
  assert.ok(!(await page.isVisible('.forms')));
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  const paper = await page.pdf({ format: 'A4', path: join(browser.pictures, 'assess.pdf') });
  assert.equal(paper.subarray(0, 4).toString(), '%PDF');
});
