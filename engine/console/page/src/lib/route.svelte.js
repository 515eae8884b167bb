// Which page is shown: the word after the hash of the address, up to the first slash ("#assess", "#room/x"). The lab
// keeps its whole state there ("#s=kaseya-2021&…") and is the page without a word. Any other word is a place on the page.
export const PAGES = ['lab', 'assess'];

function pageOf(hash, otherwise) {
  const word = hash.match(/^#([a-z]+)(?:\/|$)/)?.[1];
  if (PAGES.includes(word)) return word;
  return word ? otherwise : 'lab';
}

export const route = $state({ page: pageOf(location.hash, 'lab') });

addEventListener('hashchange', () => (route.page = pageOf(location.hash, route.page)));
