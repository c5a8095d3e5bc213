import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FIRST_STEPS } from '../src/office/overview/first_steps';

const step = (name: string) => FIRST_STEPS.find((one) => one.step === name)!;

it('books that begin have an administrator alone, no keys, no reader and no backup', () => {
  const fresh = { status: 'failing', version: '0.1.0', books: 'real', database: 'ok', vault: 'own_keys_missing', reader: 'service_stopped' };
  expect([step('people').done({ rows: [{}], total: 1 }), step('keys').done(fresh), step('reader').done(fresh), step('backup').done({ rows: [], total: 0 })]).toEqual([false, false, false, false]);
});

it('each step is seen to be done', () => {
  const well = { status: 'ok', version: '0.1.0', books: 'real', database: 'ok', vault: 'ok', reader: 'ok' };
  expect([step('people').done({ rows: [{}], total: 2 }), step('keys').done(well), step('reader').done(well), step('backup').done({ rows: [{}], total: 1 })]).toEqual([true, true, true, true]);
});

it('each has its words', () => {
  for (const language of ['en', 'ru', 'zh']) {
    const texts = JSON.parse(readFileSync(new URL(`../../lang/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>;
    expect(FIRST_STEPS.flatMap((one) => [`first_steps.${one.step}`, `first_steps.${one.step}_how`]).filter((key) => !texts[key]), language).toEqual([]);
  }
});
