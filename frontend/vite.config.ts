/** Build, dev server and unit tests. Owns nothing of the app's behaviour. */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { basicFonts } from './scripts/basicFonts.ts';
import { namesList } from './scripts/namesList.ts';
import { twinsPlugin } from './scripts/twins/plugin.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const backend = `http://127.0.0.1:${process.env.BACKEND_PORT ?? 5000}`;

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    basicFonts(),
    twinsPlugin(),
    namesList({ without: Boolean(process.env.LAB_WITHOUT_NAMES) }),
  ],
  worker: { format: 'es' },
  resolve: { alias: { '@': at('./src'), microgpt: at('./packages/microgpt/src/index.ts') } },
  server: {
    port: 3000,
    strictPort: true,
    proxy: {
      '/api': backend,
      '/socket.io': { target: backend, ws: true },
    },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // The page is served under font-src 'self': a font inlined as a data: address would be refused.
    assetsInlineLimit: 0,
    // Read by scripts/check-first-load.mjs after each build.
    manifest: true,
    chunkSizeWarningLimit: 1000,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'packages/**/*.test.{ts,tsx,js}', 'scripts/**/*.test.ts'],
    restoreMocks: true,
    // By itself it leaves one processor to other work.
    maxWorkers: '100%',
  },
});
