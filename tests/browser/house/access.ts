import { expect, test, type Page } from '@playwright/test';
import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'];
/** Rules of these kinds depend on words, and so on the language; the others, and all colours, are the same in each. */
const OF_WORDS = ['cat.language', 'cat.name-role-value', 'cat.text-alternatives', 'cat.forms'];
const OF_WORDS_TOO = ['landmark-unique', 'scrollable-region-focusable', 'target-size'];
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const seen = new Set<string>();

/**
 * Nobody is kept out: no violation of WCAG 2.1 AA nor of good practice in what is on the screen now. `what` names the state and closes
 * with the language when it is looked at in several: every rule the first time, then those that another language can break.
 * The first time it is looked at in the dark too, where only colours differ.
 * axe comes into a page once and stays: bringing it anew for every look costs ten times what the look costs.
 */
export async function accessible(page: Page, what: string): Promise<void> {
  const state = `${test.info().file} ${what.replace(/,? (en|zh|ru)$/, '')}`;
  const again = seen.has(state);
  seen.add(state);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await look(page, again);
  expect.soft(violations, what).toEqual([]);
  if (!again) expect.soft(await inTheDark(page), `${what}, dark`).toEqual([]);
}

function look(page: Page, again: boolean): Promise<string[]> {
  return page.evaluate(async ({ rules, again, kinds, ids }) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const chosen = axe.getRules(rules)
      .filter((rule) => !rule.tags.includes('experimental') && (rule.tags.some((tag) => kinds.includes(tag)) || ids.includes(rule.ruleId)))
      .map((rule) => rule.ruleId);
    const found = await axe.run({ runOnly: again ? { type: 'rule', values: chosen } : { type: 'tag', values: rules }, resultTypes: ['violations'] });
    return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  }, { rules: RULES, again, kinds: OF_WORDS, ids: OF_WORDS_TOO });
}

/** The machine turns dark and the console follows it at once; colours on their way would be neither the ones nor the others. */
async function inTheDark(page: Page): Promise<string[]> {
  await dark(page);
  const violations = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run({ runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] });
    return found.violations.flatMap((each) => each.nodes.map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`));
  }, OF_COLOURS);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-scheme', 'light');
  return violations;
}

export async function dark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
}

export async function noSidewaysScroll(page: Page, what: string): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect.soft(wide, what).toBeLessThanOrEqual(seen!);
}
