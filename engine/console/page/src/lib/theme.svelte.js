// Light, dark, or as the system has it.
const KEY = 'keyfall.theme';
export const THEMES = ['auto', 'light', 'dark'];
export const theme = $state({ name: THEMES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : 'auto' });

export function wear(name) {
  theme.name = name;
  localStorage.setItem(KEY, name);
  document.documentElement.dataset.theme = name;
}

document.documentElement.dataset.theme = theme.name;
