import { afterEach, expect, it, vi } from 'vitest';
import { get, HEALTH, post } from '../src/api/client';
import { healthWord } from '../src/office/health';
import { TILES } from '../src/office/overview/tiles';

/** A tile of the program asks nobody's requests. */
const NOBODY = (): never => { throw new Error('no request'); };

afterEach(() => vi.unstubAllGlobals());

const unwell = { status: 'failing', version: '0.1.0', books: 'real', database: 'ok', vault: 'own_keys_missing', reader: 'service_stopped' };
function answers(body: unknown, type: string): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status: 503, headers: { 'Content-Type': type } })));
}

it('a server that is not well is asked which part it is, and says it', async () => {
  answers(unwell, 'application/json; charset=utf-8');
  await expect(get(HEALTH)).resolves.toEqual(unwell);
  const tile = TILES.find((one) => one.tile === 'health')!;
  expect(tile.read(unwell, NOBODY)).toMatchObject({ figure: 'health.failing', note: { text: 'overview.health_parts' } });
  expect(tile.read({ ...unwell, status: 'ok' }, NOBODY)).toEqual({ figure: 'health.ok', kind: 'text' });
});

it('books that are being restored refuse, and so does everything else with that status', async () => {
  answers({ title: 'Closed', status: 503, code: 'being_restored' }, 'application/problem+json; charset=utf-8');
  await expect(get(HEALTH)).rejects.toMatchObject({ code: 'being_restored' });
  answers(unwell, 'application/json');
  await expect(post('/sales', {})).rejects.toMatchObject({ code: 'bad_answer' });
});

it('a part says a word of ours, and by its code what nobody has a word for', () => {
  const words = { first: (keys: string[], otherwise: string) => (keys[0] === 'health.ok' ? 'in order' : otherwise), t: (key: string, values?: Record<string, unknown>) => `${key} ${String(values?.['code'])}` };
  expect([healthWord(words as never, 'database', 'ok'), healthWord(words as never, 'database', 'disk_full'), healthWord(words as never, 'version', '0.1.0')]).toEqual(['in order', 'health.other disk_full', '0.1.0']);
});
