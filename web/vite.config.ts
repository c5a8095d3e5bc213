import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const WORTH_PACKING = /\.(js|css|html|svg|json)$/;

/** Beside each text file the same one compressed: a counter on a slow line loads a third; the server need not do it each time. */
function packed() {
  let folder = 'dist';
  return {
    name: 'packed',
    apply: 'build' as const,
    configResolved: (config: { root: string; build: { outDir: string } }) => { folder = join(config.root, config.build.outDir); },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (WORTH_PACKING.test(name)) writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
      }
    },
  };
}

/** The server speaks under /api; during development it runs on its usual port. */
export default defineConfig({
  plugins: [react(), packed()],
  server: { proxy: { '/api': 'http://127.0.0.1:8080' }, fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  test: { include: ['tests/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
