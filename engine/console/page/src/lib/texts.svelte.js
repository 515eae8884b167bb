// Texts in the reader's language, switched live: t(key, {arguments}) in ICU's message format, from the catalogues
// that the reports share. Numbers, times and durations follow the language too.
import IntlMessageFormat from 'intl-messageformat';
import en from '$texts/en.json';
import ja from '$texts/ja.json';

export const LANGUAGES = { en: 'English', ja: '日本語' };
const catalogues = { en, ja };
const parsed = new Map();

function preferred() {
  const kept = localStorage.getItem('keyfall.language');
  if (kept in catalogues) return kept;
  return navigator.languages.some((one) => one.startsWith('ja')) ? 'ja' : 'en';
}

export const reader = $state({ language: preferred() });

export function speak(language) {
  reader.language = language;
  localStorage.setItem('keyfall.language', language);
  document.documentElement.lang = language;
}

function message(language, key) {
  const name = `${language} ${key}`;
  if (!parsed.has(name)) parsed.set(name, new IntlMessageFormat(catalogues[language][key] ?? key, language));
  return parsed.get(name);
}

export function t(key, values) {
  return message(reader.language, key).format(values);
}

// A control's title in the reader's language.
export const named = (control) => (reader.language === 'ja' ? control.title_ja : control.title_en);

const formats = new Map();
function format(options) {
  const name = reader.language + JSON.stringify(options);
  if (!formats.has(name)) formats.set(name, new Intl.NumberFormat(reader.language, options));
  return formats.get(name);
}

// A metric's value in its unit: whole things as they are, large sums shortened.
export function figure(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const large = Math.abs(value) >= 1e6;
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0;
  const amount = format(large ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumFractionDigits: digits })
    .format(value === 0 ? 0 : value)
    .replace('-', '−');
  return unit === 'dollars' ? (amount.startsWith('−') ? `−$${amount.slice(1)}` : `$${amount}`) : amount;
}

export function signed(value, unit) {
  return value > 0 ? `+${figure(value, unit)}` : figure(value, unit);
}

export function percent(share) {
  if (share > 0 && share < 0.01) return t('figure.under_one_percent');
  return format({ style: 'percent', maximumFractionDigits: 0 }).format(share);
}

// A moment of a scenario that takes `span` seconds: over weeks the minute says nothing, over months the year does.
export function clock(unixSeconds, span) {
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' };
  const fine = span > 100 * 86400 ? { year: 'numeric' } : { hour: '2-digit', minute: '2-digit', hour12: false };
  return new Intl.DateTimeFormat(reader.language, { ...day, ...fine }).format(unixSeconds * 1000);
}

export function duration(seconds) {
  if (seconds < 60) return t('figure.seconds', { n: seconds });
  if (seconds < 3600) return t('figure.minutes', { n: Math.round(seconds / 60) });
  if (seconds < 172800) return t('figure.hours', { h: Math.floor(seconds / 3600), m: Math.round((seconds % 3600) / 60) });
  if (seconds < 730 * 86400) return t('figure.days', { n: Math.round(seconds / 86400) });
  return t('figure.years', { n: format({ maximumFractionDigits: 1 }).format(seconds / 31557600) });
}

document.documentElement.lang = reader.language;
