// Due diligence on the page: the forms as they are filled in, kept in this browser, and what their answers mean. A form
// is {name, date, answers: {question: {answer, status, note}}}; a question that is not there is not answered.
import { followRun, showQuestionnaire } from './api.js';
import { reader } from './texts.svelte.js';

const KEPT = 'keyfall.assess';
const REST = 600; // milliseconds without a change before the answers are played
export const CANDIDATES = 6;
export const STATUSES = ['claimed', 'shown', 'checked'];
const lane = crypto.randomUUID();

export const desk = $state({
  papers: null, // the questionnaire
  msps: [],
  company: blank(),
  open: 0, // the candidate whose form is open, or 'company'
  result: null,
  worlds: 0, // behind the figures of these answers; 0 while those of earlier answers are still shown
  progress: null, // {done, total} of the run under way
  status: 'loading', // loading, empty, running, done, failed
  error: '',
});

function blank(name = '') {
  return { name, date: '', answers: {} };
}

export const questionsOf = (part) => desk.papers?.questions.filter((one) => one.part === part) ?? [];
export const askedOf = (part) => questionsOf(part).filter((one) => one.kind !== 'text');
export const questionOf = (id) => desk.papers.questions.find((one) => one.id === id);
export const phrase = (pair) => pair?.[reader.language] || pair?.en || '';
export const isGiven = (form, id) => (form.answers[id]?.answer ?? null) !== null && form.answers[id].answer !== '';
export const givenOf = (form, part) => askedOf(part).filter((one) => isGiven(form, one.id)).length;
export const openForm = () => (desk.open === 'company' ? desk.company : desk.msps[desk.open]);

// ------------------------------------------------------------------ files

export function fileOf(form, part) {
  const questions = questionsOf(part).map(({ id }) => {
    const { answer = null, status = 'claimed', note = '' } = form.answers[id] ?? {};
    return isGiven(form, id) ? { id, answer, status, note } : { id, answer: null, note };
  });
  return { format: 'keyfall.answers', version: 1, part, name: form.name, date: form.date, questions };
}

// Throws a sentence when the file is none of ours; what it says in detail is checked by the server.
export function formFrom(data) {
  if (data?.format !== 'keyfall.answers' || !Array.isArray(data.questions)) throw new Error('format');
  const form = blank(String(data.name ?? ''));
  form.date = data.date ?? '';
  for (const { id, answer = null, status, note } of data.questions) {
    if (!questionOf(id)) throw new Error(`question ${id}`);
    if (answer !== null || note) form.answers[id] = { answer, status: status || 'claimed', note: note ?? '' };
  }
  return { part: data.part, form };
}

// ------------------------------------------------------------------ filling in

export function addCandidate(form = blank()) {
  if (desk.msps.length >= CANDIDATES) return;
  desk.msps.push(form);
  desk.open = desk.msps.length - 1;
  changed();
}

export function removeCandidate(index) {
  desk.msps.splice(index, 1);
  desk.open = Math.max(0, Math.min(index, desk.msps.length - 1));
  changed();
}

export function clearAll() {
  Object.assign(desk, { msps: [blank()], company: blank(), open: 0, result: null });
  changed();
}

export function takeFile(data) {
  const { part, form } = formFrom(data);
  if (part === 'company') {
    desk.company = form;
    desk.open = 'company';
    changed();
    return;
  }
  const place = desk.msps.findIndex((one) => one.name === form.name || (!one.name && !Object.keys(one.answers).length));
  if (place < 0) {
    addCandidate(form);
    return;
  }
  desk.msps[place] = form; // the same provider again, or an empty form
  desk.open = place;
  changed();
}

// After several files at once: the candidate of whom most is still to be asked.
export function openMostOpen() {
  const given = desk.msps.map((one) => givenOf(one, 'msp'));
  if (given.length) desk.open = given.indexOf(Math.min(...given));
}

export function answer(form, id, value) {
  const kept = form.answers[id] ?? { status: 'claimed', note: '' };
  if (value === null && !kept.note) delete form.answers[id];
  else form.answers[id] = { ...kept, answer: value };
  changed();
}

export function mark(form, id, words) {
  form.answers[id] = { answer: null, status: 'claimed', note: '', ...form.answers[id], ...words };
  changed();
}

// ------------------------------------------------------------------ playing

let timer;
let stopListening = () => {};
let turn = 0;

export function changed() {
  localStorage.setItem(KEPT, JSON.stringify({ msps: desk.msps, company: desk.company }));
  clearTimeout(timer);
  timer = setTimeout(play, REST);
}

const named = () => desk.msps.filter((form) => form.name.trim());
const given = (form, part) => ({ ...fileOf(form, part), questions: fileOf(form, part).questions.filter((one) => one.answer !== null).map(({ note: _, ...one }) => one) });

async function play() {
  stopListening();
  const mine = ++turn;
  const company = desk.company.name.trim() || givenOf(desk.company, 'company') ? { ...given(desk.company, 'company'), name: desk.company.name.trim() || '–' } : null;
  const request = { msps: named().map((form) => given(form, 'msp')), company, lane };
  if (!request.msps.length) {
    Object.assign(desk, { status: 'empty', result: null, error: '', progress: null });
    return;
  }
  Object.assign(desk, { status: 'running', error: '', worlds: 0, progress: null });
  const current = (act) => (data) => mine === turn && act(data);
  try {
    const stop = await followRun('/assessments', request, {
      progress: current((progress) => Object.assign(desk, { progress })),
      assessment: current((result) => Object.assign(desk, { result, worlds: result.draws * result.worlds_per_draw })),
      end: current((end) => Object.assign(desk, { status: end.state === 'failed' ? 'failed' : 'done', error: end.error, progress: null })),
      lost: current(() => fail(new Error(''))),
    });
    if (mine === turn) stopListening = stop;
    else stop();
  } catch (error) {
    if (mine === turn) fail(error);
  }
}

function fail(error) {
  Object.assign(desk, { status: 'failed', error: error.message, progress: null });
}

export async function open() {
  try {
    desk.papers ??= await showQuestionnaire();
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    if (kept && !desk.msps.length) Object.assign(desk, kept);
    if (!desk.msps.length) desk.msps = [blank()];
    await play();
  } catch (error) {
    fail(error);
  }
}

// ------------------------------------------------------------------ figures

// Of 1,000 companies like yours, in a year: one digit that counts, because the rest is not known.
export function thousand(timesAYear) {
  const value = 1000 * (1 - Math.exp(-timesAYear));
  if (value <= 0) return '0';
  if (value < 0.05) return '<0.1';
  const scale = 10 ** Math.floor(Math.log10(value));
  const digit = Math.round(value / scale) * scale;
  return digit >= 1 ? digit.toLocaleString(reader.language) : Math.max(0.1, digit).toFixed(1);
}
