// One exercise as this seat sees it. The server says when something was written; the page then asks for all it may
// see, so that whoever was away, for a second or for the night, is up to date with one answer.
import { reader } from '../lib/texts.svelte.js';

const BASE = '/api/v1/room';
const RETRY = 2000; // milliseconds
const COMPUTED = 400; // until what takes a while is asked for again
const CHECK = 20000; // also without being told: a connection may be dead and not know it

export const room = $state({ status: 'loading', view: null, error: '', skew: 0 });
let source, asking, again, retrying;

async function ask(method, path, body) {
  const answer = await fetch(BASE + path, { method, headers: body ? { 'Content-Type': 'application/json' } : {}, body: body && JSON.stringify(body) });
  const data = await answer.json().catch(() => ({ error: answer.statusText }));
  if (answer.status === 202) {
    // It is being computed.
    await new Promise((done) => setTimeout(done, COMPUTED));
    return ask(method, path, body);
  }
  if (!answer.ok) throw Object.assign(new Error(data.error), { status: answer.status });
  return data;
}

function retry() {
  retrying ??= setTimeout(() => {
    retrying = null;
    wake();
  }, RETRY);
}

async function look() {
  try {
    const view = await ask('GET', '');
    room.view = view;
    room.skew = view.wall - Date.now();
    room.status = 'live';
  } catch (error) {
    if (error.status === 401) {
      room.status = 'join';
      room.view = null;
      source?.close();
    } else {
      room.status = room.view ? 'away' : 'loading';
      retry();
    }
  }
}

// One question at a time; asked again when something came while it was under way.
export async function refresh() {
  if (asking) {
    again = true;
    return asking;
  }
  asking = look();
  await asking;
  asking = null;
  if (again) {
    again = false;
    await refresh();
  }
}

function follow() {
  source?.close();
  source = new EventSource(`${BASE}/events`);
  source.addEventListener('room', (event) => {
    if (room.status !== 'live' || JSON.parse(event.data).sequence !== room.view?.sequence) refresh();
  });
  source.onerror = () => {
    if (room.status === 'live') room.status = 'away';
    retry();
  };
}

export async function wake() {
  await refresh();
  if (room.status === 'join') return;
  if (!source || source.readyState === EventSource.CLOSED || room.status === 'away') follow();
}

export async function open() {
  await wake();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
  addEventListener('online', wake);
  setInterval(() => room.status !== 'join' && wake(), CHECK);
}

export async function join(code, name, organisation) {
  await ask('POST', '/join', { code, name, organisation });
  await refresh();
  follow();
}

// Resolves when it is on the server's disk.
export async function act(what, body = {}) {
  const { sequence } = await ask('POST', '/events', { what, body });
  await refresh();
  return sequence;
}

export const showDebrief = () => ask('GET', '/debrief');
export const showForecast = () => ask('GET', '/forecast');
export const showProjector = () => ask('GET', '/projector');

// A text of the exercise in the reader's language.
export const say = (words) => (words ? words[reader.language] || words.en || words.ja || '' : '');
export const roleTitle = (id) => say(room.view?.roles.find((one) => one.id === id)?.title) || id;
// Seconds of the scenario, which events are written in.
export const second = (moment) => moment - room.view.scenario_start;

// What was begun and not sent yet survives a reload.
export function draft(key, empty) {
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(`keyfall.draft.${key}`)) };
  } catch {
    return empty;
  }
}
export const keep = (key, value) => localStorage.setItem(`keyfall.draft.${key}`, JSON.stringify(value));
export const forget = (key) => localStorage.removeItem(`keyfall.draft.${key}`);
