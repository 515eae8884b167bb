// What the tests in a browser share: a server of their own, a headless Chromium that has joined it, and what it
// complained about. The command line is PROGRAM BUILD ROOT PICTURES (run_page.py).
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const [program, build, root, pictures] = process.argv.slice(2);
const require = createRequire(resolve(build, 'package.json'));
const { chromium } = require('playwright-core');
const AxeBuilder = require('@axe-core/playwright').default;
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openBrowser(scenario, options = {}) {
  mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'keyfall-chromium-'));
  const server = spawn(program, ['serve', '--port', '0', scenario], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, KEYFALL_ROOT: root } });
  const printed = () => new Promise((resolve) => server.stdout.once('data', (text) => resolve(String(text).trim())));
  const link = await printed();
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), { executablePath: '/usr/bin/chromium', args: FLAGS, viewport: { width: 1280, height: 900 }, locale: 'en-GB', acceptDownloads: true, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(link);
  await page.waitForFunction(() => document.querySelector('main')?.dataset.status === 'done', null, { timeout: 60000 });
  let second;
  return {
    server, page, faults, folder, pictures,
    origin: new URL(page.url()).origin,
    picture: (name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true }),
    // Another link, good once, as Enter in the terminal prints it.
    freshLink() {
      server.stdin.write('\n');
      return printed();
    },
    // A browser of somebody else, who has not joined.
    async another() {
      second = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
      return (await second.newContext()).newPage();
    },
    // Of all rules, or of those named.
    async violations(rules) {
      const axe = new AxeBuilder({ page });
      const found = await (rules ? axe.withRules(rules) : axe).analyze();
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).slice(0, 3).join(' | ')}`);
    },
    async close() {
      await second?.close();
      await context.close();
      server.kill('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
