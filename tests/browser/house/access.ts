import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'];

/**
 * Nobody is kept out: no violation of WCAG 2.1 AA nor of good practice in what is on the screen now.
 * axe comes into a page once and stays: bringing it anew for every look costs ten times what the look costs.
 */
export async function accessible(page: Page, what: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run({ runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] });
    return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  }, RULES);
  expect.soft(violations, what).toEqual([]);
}

export async function noSidewaysScroll(page: Page, what: string): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect.soft(wide, what).toBeLessThanOrEqual(seen!);
}
