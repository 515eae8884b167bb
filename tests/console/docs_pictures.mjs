// node tests/console/docs_pictures.mjs PROGRAM PAGE ROOT FOLDER: takes the pictures of docs/console.md in a real
// browser, for instance
//   node tests/console/docs_pictures.mjs build-test/keyfall build-test/page . docs
import { join } from 'node:path';
import { openBrowser, pictures, root } from './browser.mjs';

const browser = await openBrowser('kaseya-2021');
const { page } = browser;

async function settled() {
  await page.waitForTimeout(500);
  await page.waitForFunction(() => document.querySelector('main')?.dataset.status === 'done', null, { timeout: 60000 });
  await page.waitForTimeout(2500); // the map, drawn when figures have settled
}

async function take(name, { width = 1280, height = 1240, language = 'en', colorScheme = 'light' } = {}) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
  await page.selectOption('[data-control=language]', language);
  await settled();
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

await page.check('input[name="msp-restrict_mgmt"][value="3"]', { force: true });
await take('lab');
await take('lab-ja', { width: 1920, language: 'ja', colorScheme: 'dark' });
await take('lab-phone', { width: 390, height: 844 });

await page.setViewportSize({ width: 1280, height: 1500 });
await page.getByRole('link', { name: 'Assess' }).click();
await page.waitForSelector('[data-control=open]', { state: 'attached' });
const example = (name) => join(root, 'docs/examples/assess', `${name}.json`);
await page.click('[data-control=files]');
await page.setInputFiles('[data-control=open]', ['harbour-it', 'cedar-cloud', 'lowland-systems', 'our-company'].map(example));
await page.click('.forms .section >> nth=0 >> summary');
await take('assess', { height: 1500 });
await take('assess-ja', { height: 1500, language: 'ja', colorScheme: 'dark' });
await page.setViewportSize({ width: 390, height: 844 });
await page.reload(); // as a phone meets it
await take('assess-phone', { width: 390, height: 844 });
await browser.close();
