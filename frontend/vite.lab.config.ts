/** Builds landing and lab alone, for any web host and any path: see `npm run build:lab`. Owns nothing of their behaviour. */
import type { Plugin } from 'vite';
import { mergeConfig } from 'vitest/config';
import app from './vite.config.ts';

/** The same document with another entry. */
const siteEntry: Plugin = {
  name: 'site-entry',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace('/src/main.tsx', '/src/site.tsx'),
  },
};

export default mergeConfig(app, {
  base: './',
  plugins: [siteEntry],
  build: { outDir: 'dist-lab' },
});
