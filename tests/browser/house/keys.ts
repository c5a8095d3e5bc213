import { createHash, randomBytes } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import { Hands, withTwo } from './api';
import { ownPassword, typePin } from './people';

/** The pages of the key office, in the order of its menu. */
export const KEY_PAGES = ['tree', 'ceremony', 'backup', 'devices', 'campaigns', 'meters', 'counters', 'vaults', 'approvals', 'people', 'journal', 'about'] as const;
export type KeyPage = (typeof KEY_PAGES)[number];

const SHOWN: Record<KeyPage, string> = {
  tree: 'steps', ceremony: 'table-key-ceremony', backup: 'backup-key', devices: 'table-key-devices', campaigns: 'table-key-campaigns', meters: 'meter-number', counters: 'counters', vaults: 'vault-counters', approvals: 'table-approvals', people: 'key-people', journal: 'table-key-journal', about: 'health',
};

/** A component as it stands on an officer's paper. */
export function component(): string {
  return randomBytes(16).toString('hex').toUpperCase();
}

/** Two letters of the supplier that together are the transport key of the bench's blank cards (published, worthless). */
export function supplierLetters(): [string, string] {
  const key = createHash('sha256').update('KWOTA TEST KEY, WORTHLESS: card_transport').digest().subarray(0, 16);
  const first = Buffer.from(component(), 'hex');
  const second = Buffer.from(first.map((byte, at) => byte ^ key[at]!));
  return [first.toString('hex').toUpperCase(), second.toString('hex').toUpperCase()];
}

/** The shortest way to a version of one's own in use: the first also brings backup key, codes and the supplier's key. */
export async function newVersion(people: { keller: Hands; orlova: Hands; sun: Hands; sokolov: Hands }, version: number): Promise<void> {
  const { keller, orlova } = people;
  const officers = { sun: people.sun, sokolov: people.sokolov };
  const form = async (purpose: string, parts: [string, string]): Promise<void> => {
    const { number } = await keller.post('/keys/ceremonies', { purpose, officers: Object.keys(officers), suite: '3des' });
    for (const [at, officer] of Object.values(officers).entries()) await officer.post(`/keys/ceremonies/${number}/components`, { component: parts[at], repeated: parts[at] });
    await keller.post(`/keys/ceremonies/${number}/form`);
  };
  if (version === 1) {
    await withTwo(keller, orlova, '/keys/backup/key', { needed: 2, holders: Object.keys(officers), reason: 'first day' });
    for (const officer of Object.values(officers)) await officer.post('/keys/backup/share');
    await keller.post('/keys/factors', { utility_factor: '4B574F5441303031', officers: 2 });
  }
  await form('seed', [component(), component()]);
  if (version === 1) await form('card_transport', supplierLetters());
  for (const step of ['deliver', 'activate']) await withTwo(keller, orlova, `/keys/${step}`, { version, reason: 'new keys' });
}

/** The key office before one of its people. */
export class KeyOffice {
  constructor(readonly page: Page, readonly name: string) {}

  at(testid: string): Locator {
    return this.page.getByTestId(testid);
  }

  async open(page: KeyPage): Promise<void> {
    await this.page.goto(`/keys/${page}`);
    await this.loaded(page);
  }

  async loaded(page: KeyPage): Promise<void> {
    await expect(this.at(SHOWN[page])).toBeVisible({ timeout: 30_000 });
    if (SHOWN[page].startsWith('table-')) await expect(this.at(SHOWN[page])).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
  }

  /** Presses, gives the reason when one is asked, sends. */
  async does(what: string, reason?: string): Promise<void> {
    await this.at(what).click();
    if (reason !== undefined) await this.at(`${what}-reason`).fill(reason);
    await this.at(`${what}-send`).click();
  }

  /** The other manager signs at the same screen; what was asked for is done. */
  async with(other: KeyOffice): Promise<void> {
    const answered = this.page.waitForResponse((answer) => answer.request().method() === 'POST' && !answer.url().endsWith('/approve'), { timeout: 60_000 });
    await this.at('second-name').fill(other.name);
    await this.at('second-password').fill(ownPassword(other.name));
    await typePin(this.page, 'second-pin', other.name);
    await this.at('second-approve').click({ timeout: 60_000 });
    await answered;
    await expect(this.at('second-person')).toBeHidden({ timeout: 60_000 }); // a vault may be issuing a card
  }

  /** Four officers are proposed for a seed; the letters of a supplier name their own. */
  async startCeremony(purpose: 'seed' | 'card_transport', officers?: string[]): Promise<number> {
    await this.open('ceremony');
    await this.at('ceremony-start').click();
    await this.at('ceremony-purpose').selectOption(purpose);
    await expect(this.page.locator('[data-testid^="officer-"]:checked')).toHaveCount(purpose === 'seed' ? 4 : 2);
    for (const box of officers ? await this.page.locator('[data-testid^="officer-"]').all() : []) await box.setChecked(officers!.includes((await box.getAttribute('data-testid'))!.replace('officer-', '')));
    await this.at('ceremony-begin').click();
    await expect(this.at('ceremony')).toHaveAttribute('data-state', 'open');
    return Number(await this.at('ceremony').getAttribute('data-number'));
  }

  async types(first: string, again = first): Promise<void> {
    await this.at('component-way').selectOption('type');
    await this.at('component').fill(first);
    await this.at('component-again').fill(again);
    await this.at('component-send').click();
  }

  /** Enters the component of the open ceremony; gives the check value that only he sees. */
  async enters(digits: string): Promise<string> {
    await this.open('ceremony');
    await this.types(digits);
    await expect(this.at('component-receipt')).toBeVisible();
    return (await this.at('component-check-value').getAttribute('data-value'))!;
  }

  /** What is proposed to him: the vault rolls, and nobody has seen anything. */
  async rolls(): Promise<void> {
    await this.open('ceremony');
    await expect(this.at('component-way')).toHaveValue('roll');
    await this.at('component-send').click();
    await expect(this.at('component-receipt')).toBeVisible();
    await expect(this.at('component-check-value')).toBeHidden();
  }

  /** His officer card lies on a reader and brings the component. A wrong PIN before is refused and forgotten. */
  async bringsByCard(pin: string): Promise<void> {
    await this.open('ceremony');
    await this.at('component-way').selectOption('bring');
    await expect(this.at('officer-card')).not.toHaveValue('');
    await this.at('officer-card-pin').fill('000000');
    await this.at('component-send').click();
    await this.refused('key_card_pin_wrong');
    await expect(this.at('officer-card-pin')).toHaveValue('');
    await this.at('officer-card-pin').fill(pin);
    await this.at('component-send').click();
    await expect(this.at('component-receipt')).toBeVisible({ timeout: 60_000 });
    await expect(this.at('component-check-value')).toBeHidden();
  }

  async forms(): Promise<string> {
    await this.at('ceremony-form').click();
    await this.at('ceremony-form-send').click();
    await expect(this.at('ceremony')).toHaveAttribute('data-state', 'formed', { timeout: 60_000 });
    return (await this.at('ceremony-check-value').getAttribute('data-value'))!;
  }

  /** Issues a key card from the blank one that lies on a reader; gives its serial number. */
  async issues(kind: string, pin: string, other: KeyOffice): Promise<string> {
    await this.open('devices');
    await this.at('card-issue').click();
    await this.at('key-card-kind').selectOption(kind);
    await expect(this.at('key-card-blank')).not.toHaveValue('');
    await this.at('key-card-pin').fill(pin);
    await this.at('key-card-reason').fill('new card');
    await this.at('key-card-issue').click();
    await this.with(other);
    await expect(this.at('card-issued')).toBeVisible({ timeout: 60_000 });
    const serial = (await this.at('card-issued').getAttribute('data-serial'))!;
    await this.at('issue-close').click();
    return serial;
  }

  /** At the page of meters: what is done to one, and how it ended. */
  async meter(work: 'download' | 'update' | 'forget' | 'restore', number: string, reason: string): Promise<void> {
    await this.open('meters');
    await this.at('meter-number').fill(number);
    await this.does(`${work}-keys`, reason);
    await expect(this.at('keys-outcome')).toHaveAttribute('data-outcome', 'done', { timeout: 120_000 });
  }

  async refused(code: string): Promise<void> {
    await expect(this.at('problem')).toHaveAttribute('data-code', code);
  }

  async isNext(step: string): Promise<void> {
    await this.open('tree');
    await expect(this.at('steps')).toHaveAttribute('data-next', step);
  }
}

/** Nothing of a secret is left in the page: not in its text, its fields, its address, nor in what the browser keeps. */
export async function nothingLeftOf(page: Page, secret: string): Promise<void> {
  const kept = await page.evaluate(() => [
    document.documentElement.outerHTML, location.href, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), JSON.stringify(history.state),
    ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
  ].join('\n'));
  expect(kept.toUpperCase().includes(secret.toUpperCase())).toBe(false);
}
