import { defineConfig } from 'vite';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';

const folder = (path) => fileURLToPath(new URL(path ?? '.', import.meta.url));

// The page is served under a strict policy: no inlined assets, no inlined styles, no scripts but its own files.
export default defineConfig({
  plugins: [svelte({ preprocess: vitePreprocess({ script: false }), compilerOptions: { css: 'external' } })],
  resolve: { alias: { $texts: folder(process.env.KEYFALL_TEXTS), $examples: folder(process.env.KEYFALL_EXAMPLES) } },
  // Two pages: the lab, and an exercise's rooms.
  build: { rollupOptions: { input: ['index.html', 'room.html'] }, assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2022', reportCompressedSize: false },
});
