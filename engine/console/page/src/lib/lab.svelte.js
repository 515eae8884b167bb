// What the lab shows and what it was asked: the sliders, the pinned baseline, the run under way, its figures. All of
// it can be read off the address, so that a link brings the same state back.
import { followRun, listScenarios, showScenario } from './api.js';
import { route } from './route.svelte.js';

const AS_IT_WAS = 'as-it-was';
export const WORLDS = 2000;
const lane = crypto.randomUUID();

// What the server says is replaced as a whole and never changed: raw, so that thousands of numbers are read as they are.
class Lab {
  scenarios = $state.raw([]);
  scenario = $state.raw(null); // as the server describes it
  seed = $state('1');
  metric = $state('customers');
  quantile = $state('p50'); // of the world on the map
  now = $state({ preset: AS_IT_WAS, levels: {} });
  pinned = $state({ preset: AS_IT_WAS, levels: {} });
  result = $state.raw(null); // of its first worlds, it has the measure on the screen alone
  pictures = $state.raw(null);
  timeline = $state.raw(null);
  worth = $state.raw(null);
  status = $state('loading'); // loading, running, done, failed
  error = $state('');
  milliseconds = $state(null); // from the last move until the first figures are on the screen
}
export const lab = new Lab();

let stopListening = () => {};
let moved = 0;
let turn = 0;

const copy = (setting) => JSON.parse(JSON.stringify(setting));
export const same = (a, b) => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));

// Levels in a fixed order and without empty tiers, so that equal settings are equal texts.
function tidy(setting) {
  const levels = {};
  for (const tier of Object.keys(setting.levels).sort()) {
    const entries = Object.entries(setting.levels[tier]).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length) levels[tier] = Object.fromEntries(entries);
  }
  return { preset: setting.preset, levels };
}

export const presetOf = (setting) => lab.scenario?.presets.find((one) => one.id === setting.preset);

// [least, greatest] level of a tier's organisations.
export function levelOf(setting, tier, control) {
  const moved = setting.levels[tier]?.[control];
  return moved === undefined ? (presetOf(setting)?.levels[tier]?.[control] ?? [0, 0]) : [moved, moved];
}

export function setLevel(tier, control, level) {
  const [low, high] = presetOf(lab.now)?.levels[tier]?.[control] ?? [0, 0];
  const levels = (lab.now.levels[tier] ??= {});
  if (low === level && high === level) delete levels[control];
  else levels[control] = level;
  start();
}

export function choosePreset(id) {
  lab.now = { preset: id, levels: {} };
  start();
}

export function pinNow() {
  lab.pinned = copy(lab.now);
  start();
}

export function unpin() {
  lab.pinned = { preset: AS_IT_WAS, levels: {} };
  start();
}

// The set of a name in the result; the pinned one is the same as now when nothing differs.
export function metricOf(which) {
  const sets = lab.result?.control_sets ?? [];
  const set = sets.find((one) => one.name === which) ?? sets.at(-1);
  return set?.metrics[lab.metric];
}
export const differs = () => (lab.result?.control_sets.length ?? 0) > 1;
export const pairOf = () => lab.result?.pairs.find((pair) => pair.metric === lab.metric);
export const unitOf = (metric) => lab.scenario?.metrics.find((one) => one.id === metric)?.unit ?? '';

export function request() {
  return { scenario: lab.scenario.name, seed: lab.seed, controls: tidy(lab.now) };
}

// Twice a frame: the first is drawn by then.
function clock(since) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (since === moved) lab.milliseconds = performance.now() - since;
  }));
}

export async function start() {
  stopListening();
  moved = performance.now();
  const mine = ++turn;
  const body = { ...request(), pinned: tidy(lab.pinned), metric: lab.metric, worlds: WORLDS, worth: true, lane };
  let first = true;
  Object.assign(lab, { status: 'running', error: '', milliseconds: null });
  setTimeout(writeAddress); // after the request is on its way
  try {
    const stop = await followRun('/runs', body, {
      result({ result, pictures }) {
        if (mine !== turn) return;
        Object.assign(lab, { result, pictures });
        if (!first) return;
        lab.worth = null;
        clock(moved);
        first = false;
      },
      timeline: (timeline) => mine === turn && Object.assign(lab, { timeline }),
      worth: (worth) => mine === turn && Object.assign(lab, { worth }),
      end(end) {
        if (mine !== turn) return;
        lab.status = end.state === 'failed' ? 'failed' : 'done';
        lab.error = end.error;
      },
      lost: () => mine === turn && fail(new Error('')),
    });
    if (mine === turn) stopListening = stop;
    else stop();
  } catch (error) {
    if (mine === turn) fail(error);
  }
}

function fail(error) {
  Object.assign(lab, { status: 'failed', error: error.message });
}

// ------------------------------------------------------------------ the address

function settingText(setting) {
  const moved = Object.entries(tidy(setting).levels)
    .flatMap(([tier, levels]) => Object.entries(levels).map(([control, level]) => `${tier}.${control}.${level}`));
  return [setting.preset, ...moved].join('~');
}

function settingFrom(text) {
  const [preset, ...moved] = (text || AS_IT_WAS).split('~');
  const setting = { preset, levels: {} };
  for (const one of moved) {
    const [tier, control, level] = one.split('.');
    if (/^[0-3]$/.test(level)) (setting.levels[tier] ??= {})[control] = Number(level);
  }
  return setting;
}

export function address() {
  const words = new URLSearchParams({
    s: lab.scenario?.name ?? '', seed: lab.seed, m: lab.metric, w: lab.quantile,
    now: settingText(lab.now), pin: settingText(lab.pinned),
  });
  return `${location.origin}/#${words}`;
}

export function writeAddress() {
  if (route.page === 'lab') history.replaceState(null, '', address());
}

function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const seed = words.get('seed') ?? '1';
  if (/^\d{1,20}$/.test(seed)) lab.seed = seed;
  if (words.has('m')) lab.metric = words.get('m');
  if (['p5', 'p50', 'p95'].includes(words.get('w'))) lab.quantile = words.get('w');
  lab.now = settingFrom(words.get('now'));
  lab.pinned = settingFrom(words.get('pin'));
  return words.get('s');
}

// Drops what this scenario does not have, so that an old link still opens.
function fit(setting) {
  const known = new Set(lab.scenario.controls.map((control) => control.id));
  const tiers = new Set(lab.scenario.tiers.map((tier) => tier.kind));
  if (!presetOf(setting)) setting.preset = presetOf({ preset: AS_IT_WAS }) ? AS_IT_WAS : null;
  for (const tier of Object.keys(setting.levels)) {
    if (!tiers.has(tier)) delete setting.levels[tier];
    else for (const control of Object.keys(setting.levels[tier])) if (!known.has(control)) delete setting.levels[tier][control];
  }
}

export async function openScenario(name) {
  Object.assign(lab, { status: 'loading', error: '', result: null, pictures: null, timeline: null, worth: null });
  try {
    lab.scenario = await showScenario(name);
    fit(lab.now);
    fit(lab.pinned);
    if (!lab.scenario.metrics.some((one) => one.id === lab.metric)) lab.metric = 'customers';
    await start();
  } catch (error) {
    fail(error);
  }
}

export async function switchScenario(name) {
  lab.now = { preset: AS_IT_WAS, levels: {} };
  lab.pinned = { preset: AS_IT_WAS, levels: {} };
  await openScenario(name);
}

export async function open() {
  const wanted = readAddress();
  try {
    lab.scenarios = (await listScenarios()).scenarios;
    const known = lab.scenarios.some((one) => one.name === wanted);
    const first = lab.scenarios.find((one) => one.name === 'kaseya-2021') ?? lab.scenarios.find((one) => !one.error) ?? lab.scenarios[0];
    await openScenario(known ? wanted : first.name);
  } catch (error) {
    fail(error);
  }
}
