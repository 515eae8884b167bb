// What stands beside the figures on a wide window is folded away on a phone, where the figures come first; a window that
// grows unfolds it.
export function foldOnPhone() {
  const wide = matchMedia('(min-width: 60rem)');
  const fold = $state({ open: wide.matches });
  $effect(() => {
    const follow = () => {
      if (wide.matches) fold.open = true;
    };
    wide.addEventListener('change', follow);
    return () => wide.removeEventListener('change', follow);
  });
  return fold;
}
