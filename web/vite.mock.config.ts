import { mergeConfig, type Plugin, type UserConfig } from 'vite';
import { answer } from './mock/server';
import base from './vite.config';

/** The built console in front of a small in-memory imitation of the API: for looking at pages without a server. */
const mock: Plugin = {
  name: 'kwota-mock',
  configurePreviewServer(server) {
    server.middlewares.use('/api/v1', answer);
  },
};

export default mergeConfig(base as UserConfig, {
  plugins: [mock],
  preview: {
    port: 4173,
    strictPort: true,
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'",
    },
  },
});
