// What the catalogue and the scenarios say of themselves, in the reader's language: Japanese where there is one,
// otherwise as the server gives it. Each comes with the language it is in.
import ja from '$texts/content.ja.json';
import { reader } from './texts.svelte.js';

function said(kind, id, own) {
  const other = reader.language === 'ja' ? ja[kind][id] : undefined;
  return other ? { ...own, ...other, language: 'ja' } : { ...own, language: 'en' };
}

export const controlText = ({ id, summary, level_text: levels, relevance }) => said('controls', id, { summary, levels, relevance });
export const presetText = (preset) => (preset ? said('control_sets', preset.id, { title: preset.title, summary: preset.summary }) : { title: '', summary: '', language: 'en' });
export const scenarioText = ({ name, title, summary = '' }) => said('scenarios', name, { title, summary });

const japanese = () => reader.language === 'ja';

export const placeText = (place) => new Intl.DisplayNames('ja', { type: 'region' }).of(place);

// A statement's sentence: a step of the attack, a response, whom it is about. "client in DE" and "data_store of client"
// are made of two.
function sentence(text) {
  if (ja.sentences[text]) return ja.sentences[text];
  const [, kind, of] = text.match(/^([a-z_]+) of (.+)$/) ?? [];
  if (ja.assets[kind]) return `${sentence(of)}の${ja.assets[kind]}`;
  const [, who, place] = text.match(/^(client|provider) in ([A-Z]{2})$/) ?? [];
  if (place) return `${placeText(place)}の${who === 'client' ? '顧客' : '委託先'}`;
  return text;
}

export const stepText = (step) => (japanese() ? sentence(step) : step);
export const assetText = (kind) => (japanese() ? (ja.assets[kind] ?? kind) : kind.replaceAll('_', ' '));

// "push it: noticed.after median (2)": a sentence, what of it, which value of that.
export function parameterText(label) {
  const [, statement, field, value, again] = label.match(/^(.*): (\S+)(?: (median|P95 over median|P95|from|to|mean))?( \(\d+\))?$/) ?? [];
  if (!japanese() || !ja.fields[field]) return label;
  return `${sentence(statement)}:${ja.fields[field]}${value ? `(${ja.qualifiers[value]})` : ''}${again ?? ''}`;
}
