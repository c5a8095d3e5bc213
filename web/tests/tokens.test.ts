import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemeOf } from '../src/styles/scheme';

const CSS = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

function colours(selector: string): Record<string, string> {
  const block = CSS.slice(CSS.indexOf(selector));
  return Object.fromEntries([...block.slice(0, block.indexOf('}')).matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]));
}

function light(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [more, less] = [light(a), light(b)].sort((one, other) => other - one);
  return (more! + 0.05) / (less! + 0.05);
}

const GROUNDS = ['sheet', 'ground', 'sunk', 'head'];
const TEXTS: [string, string[]][] = [
  ['ink', [...GROUNDS, 'off', 'ticket', 'line-soft', 'accent-pale', 'good-pale', 'warning-pale', 'bad-pale']],
  ['ink-soft', [...GROUNDS, 'off', 'accent-pale', 'good-pale', 'warning-pale', 'bad-pale']],
  ['accent', [...GROUNDS, 'accent-pale']],
  ['accent-ink', ['sheet', 'accent-pale']],
  ...['good', 'warning', 'bad'].flatMap((tone): [string, string[]][] => [[tone, ['sheet', 'ground', `${tone}-pale`]], [`${tone}-ink`, [`${tone}-pale`]]]),
  ['on-fill', ['fill', 'fill-hover', 'bad-fill', 'good-fill']],
  ['on-brand', ['brand', 'brand-soft']],
  ['on-brand-soft', ['brand', 'brand-soft']],
];

describe.each([['light', ':root,'], ['dark', ":root[data-scheme='dark']"]])('colours, %s', (_, selector) => {
  const all = { ...colours(':root,'), ...colours(selector) };

  it('text is read on all that it stands on: 4.5 to 1', () => {
    const poor = TEXTS.flatMap(([text, grounds]) => grounds.map((ground) => ({ text, ground, ratio: contrast(all[text]!, all[ground]!) })));
    expect(poor.filter((pair) => !(pair.ratio >= 4.5))).toEqual([]);
  });

  it('the edge of a field is seen: 3 to 1', () => {
    for (const ground of ['sheet', 'sunk']) expect(contrast(all['line-strong']!, all[ground]!), ground).toBeGreaterThan(2.9);
  });
});

describe('which scheme is shown', () => {
  it('what the machine is set to, unless somebody has chosen', () => {
    expect(schemeOf('system', true, false)).toBe('dark');
    expect(schemeOf('system', false, false)).toBe('light');
    expect(schemeOf('light', true, false)).toBe('light');
    expect(schemeOf('dark', false, false)).toBe('dark');
  });

  it('paper is white', () => expect(schemeOf('dark', true, true)).toBe('light'));
});
