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
