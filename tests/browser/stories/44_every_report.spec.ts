import { execFileSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { yearFor } from '../house/kwota';
import { byMenu, complaints, loaded } from '../house/office';
import { person, speak } from '../house/people';

// Every report after a year, chosen by its number, in each of the three languages: it says what it is, has the figures that the server made, keeps nobody out, and
// stands on the paper that the browser prints.

const kwota = yearFor('44_every_report');
const LANGUAGES = ['zh', 'en', 'ru'] as const;
type Language = (typeof LANGUAGES)[number];
type Figure = string | number | null;
interface Made { number: string; name: string; heads: string[]; groups: string[]; figures: string[]; columns: { title: string }[]; rows: { names: string[]; shown: string[]; cells: Figure[] }[]; totals: Figure[]; checks: { text: string }[] }

let manager: Page;
let heard: string[];
const opened: string[] = [];

/** A figure as the page writes it – grouped, with a true minus, and a star where it is marked –, back as the server says it. */
function figureOf(text: string, language: Language): number | null {
  if (!/\d/.test(text)) return null; // unknown, or a word
  const bare = text.replace('−', '-').replace(/[\s*]/g, '');
  return Number(language === 'ru' ? bare.replace(',', '.') : bare.replace(/,/g, ''));
}
const asNumber = (cell: Figure): number | null => (cell === null ? null : Number(cell));

/** Chooses it, and waits for what the server answers to that. */
async function choose(number: string): Promise<Made> {
  const answer = manager.waitForResponse((one) => one.url().includes(`/reports/${number}?`));
  await manager.getByTestId('report').selectOption(number);
  const made = (await (await answer).json()) as Made;
  await expect(manager.getByTestId('report-table')).toHaveAttribute('data-report', number);
  return made;
}

/** Figures of the table, line by line, totals last. */
const figuresShown = (language: Language, cells = 'td.number:not(.name-figure)', of = 'tbody tr, tfoot tr'): Promise<(number | null)[][]> =>
  manager.getByTestId('report-table').locator(of).evaluateAll((lines, wanted) => lines.map((line) => [...line.querySelectorAll(wanted)].map((cell) => cell.textContent ?? '')), cells)
    .then((lines) => lines.map((line) => line.map((text) => figureOf(text, language))));

/** Spaces and breaks are the printer's business. */
const close = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');

/** What it is and what it adds up to, as somebody holds it in his hands. */
async function onPaper(number: string, made: Made): Promise<void> {
  const totals = await manager.getByTestId('report-table').locator('tfoot tr').first().locator('td.number:not(.name-figure)').allInnerTexts();
  const paper = await manager.pdf({ format: 'A4', landscape: true });
  const text = close(execFileSync('pdftotext', ['-layout', '-', '-'], { input: paper, encoding: 'utf8', maxBuffer: 1 << 26 }));
  expect.soft(text, `${number} on paper`).toContain(close(`${number} · ${made.name}`));
  expect.soft(made.totals.length > 0 ? totals.map(close).filter((total) => !text.includes(total)) : [], `totals of ${number} that are not on paper`).toEqual([]);
}

async function looked(page: 'reports' | 'insight', language: Language, turn: number): Promise<void> {
  const numbers = await manager.getByTestId('report').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value).filter(Boolean));
  for (const [at, number] of numbers.entries()) {
    const first = (await manager.getByTestId('report').inputValue()) === number;
    if (first) await choose(numbers.find((one) => one !== number)!); // whoever sees it already asks for it again
    const made = await choose(number);
    const table = manager.getByTestId('report-table');
    await expect.soft(table.locator('caption')).toContainText(`${number} · ${made.name}`);
    await expect.soft(table.locator('thead th[scope=col]:not(.no-print)')).toHaveCount(made.heads.length + made.columns.length);
    expect.soft(await figuresShown(language), `${number} in ${language}`).toEqual([...made.rows.map((row) => row.cells.map(asNumber)), ...(made.totals.length > 0 ? [made.totals.map(asNumber)] : [])]);
    const figures = made.groups.flatMap((group, at) => (made.figures.includes(group) ? [at] : []));
    const registers = made.rows.map((row) => figures.map((at) => (/^-?\d+(\.\d+)?$/.test(row.names[at]!) ? Number(row.names[at]) : null)));
    expect.soft(await figuresShown(language, '.name-figure', 'tbody tr'), `${number} in ${language}, in front`).toEqual(registers);
    for (const check of made.checks) await expect.soft(table.locator('.report-checks')).toContainText(check.text);
    if (page === 'insight') await expect.soft(manager.getByTestId('report-about')).not.toBeEmpty();
    expect.soft(await manager.getByRole('main').innerText(), number).not.toMatch(/\b(page|column|report|figure|group|word|error)\.[a-z_]+\b/);
    await accessible(manager, `${number} ${language}`);
    if (at % LANGUAGES.length === turn) await onPaper(number, made); // each once: what is printed is what was on the screen
    opened.push(`${number} ${language}`);
  }
}

test('the manager comes to work', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  heard = complaints(manager);
});

for (const page of ['reports', 'insight'] as const)
  test(`${page}: each by its number, with the server’s figures`, async () => {
    await byMenu(manager, page);
    await loaded(manager, page);
    for (const [turn, language] of LANGUAGES.entries()) {
      await speak(manager, language);
      await loaded(manager, page);
      await looked(page, language, turn);
    }
  });

test('none was left out, and nothing was complained about', async () => {
  const { rows } = (await (await manager.request.get('/api/v1/reports')).json()) as { rows: { number: string }[] };
  expect(opened.sort()).toEqual(rows.flatMap((row) => LANGUAGES.map((language) => `${row.number} ${language}`)).sort());
  expect(rows.length).toBeGreaterThanOrEqual(38);
  expect(heard).toEqual([]);
});
