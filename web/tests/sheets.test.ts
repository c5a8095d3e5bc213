import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');
/** These every page has. Others come with a page, and stay when one goes on to the next. */
const OF_ALL = ['styles/', 'shell/', 'table/', 'form/'];

const sheets = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css') && !OF_ALL.some((folder) => name.startsWith(folder)));

/** Classes with which rules begin. */
function begun(sheet: string): Set<string> {
  const text = readFileSync(join(SRC, sheet), 'utf8').replace(/\/\*[^]*?\*\//g, '');
  const selectors = [...text.matchAll(/([^{}@;]+)\{/g)].flatMap((rule) => rule[1]!.split(','));
  return new Set(selectors.flatMap((selector) => /^\s*\.([\w-]+)/.exec(selector)?.[1] ?? []));
}

it('gives a class its looks in one sheet, whichever pages were open before', () => {
  expect(sheets.length).toBeGreaterThan(5);
  const twice = new Map<string, string[]>();
  for (const sheet of sheets) for (const name of begun(sheet)) twice.set(name, [...(twice.get(name) ?? []), sheet]);
  // Of what all pages have a sheet may say what is particular within it: `.simple-table.level`.
  const ofAll = new Set(['office-page', 'simple-table']);
  expect([...twice].filter(([name, where]) => where.length > 1 && !ofAll.has(name))).toEqual([]);
});
