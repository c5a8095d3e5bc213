import { expect, type Page, type Request } from '@playwright/test';

const CALM_MS = 300; // the console ignores an Enter that comes sooner after a change of the screen

interface Seen { state: string; task: string; at: number }

/** The counter page as the person before it sees and touches it. */
export class Counter {
  private readonly looks = new Set<Request>();

  constructor(readonly page: Page) {
    page.on('request', (one) => { if (one.url().endsWith('/purses/look')) this.looks.add(one); });
    page.on('requestfinished', (one) => this.looks.delete(one));
    page.on('requestfailed', (one) => this.looks.delete(one));
  }

  /** Until the page asks the farmer's card nothing any more: after each work it looks once more by itself, and may show who stands there before the card has answered. */
  async looked(): Promise<void> {
    await expect.poll(() => this.looks.size, { intervals: [20, 50] }).toBe(0);
  }

  /** Opens the page and notes from then on when which state and which work appeared. */
  async open(): Promise<void> {
    await this.page.addInitScript(() => {
      const seen: Seen[] = [];
      Object.assign(window, { seen, quotedAt: 0 });
      new MutationObserver(() => {
        const page = document.querySelector<HTMLElement>('.counter');
        const { state, task = '' } = page?.dataset ?? {};
        const last = seen.at(-1);
        if (state && (last?.state !== state || last.task !== task)) seen.push({ state, task, at: Date.now() });
      }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state', 'data-task'] });
    });
    await this.page.goto('/counter');
  }

  async is(state: string | RegExp): Promise<void> {
    await expect(this.page.getByTestId('counter-state')).toHaveText(state);
  }

  at(testid: string) {
    return this.page.getByTestId(testid);
  }

  /** When the state appeared the last time, by the computer's clock. */
  async when(state: string): Promise<number> {
    await this.is(state);
    return this.page.evaluate((wanted) => (window as unknown as { seen: Seen[] }).seen.findLast((each, at, all) => each.state === wanted && all[at - 1]?.state !== wanted)!.at, state);
  }

  /** Waits until the screen has stood still long enough for an Enter to be meant for it. */
  async calm(): Promise<void> {
    await this.page.waitForFunction((calm) => Date.now() - ((window as unknown as { seen: Seen[] }).seen.at(-1)?.at ?? 0) > calm, CALM_MS + 50);
  }

  async enter(): Promise<void> {
    await this.calm();
    await this.page.keyboard.press('Enter');
  }

  /** A station with several tills asks which one this is. */
  async takeTill(station: string, till: string): Promise<void> {
    await this.is('no_till');
    await this.at(`till-${station}-${till}`).click();
    await expect(this.at('counter-state')).not.toHaveText('no_till');
  }

  /** A till without a reader asks which one stands here. */
  async takeReader(at: number): Promise<void> {
    await this.is('reader_not_chosen');
    await this.page.getByTestId('reader-choice').getByRole('button').nth(at).click();
    await this.is('idle');
  }

  async openShift(float: string): Promise<void> {
    await this.is('no_shift');
    await this.at('shift-float').fill(float);
    await this.at('shift-open').click();
    await expect(this.at('counter-state')).not.toHaveText('no_shift');
  }

  /** An amount and Enter; what is unusual about it (a second sale within ten minutes) is confirmed. */
  async sell(amount: string): Promise<void> {
    await this.is('recognised');
    await this.at('counter-amount').fill(amount);
    await this.is('quoted');
    await this.enter();
    await expect(this.at('counter-state')).not.toHaveText('quoted');
    if ((await this.at('counter-state').textContent()) === 'confirm') await this.at('confirm-yes').click();
  }

  async task(name: string): Promise<void> {
    await this.page.keyboard.press('F10');
    await this.at(`task-${name}`).click();
  }

  /** The second person signs for it at the same screen. */
  async secondPerson(name: string, password: string): Promise<void> {
    await this.at('second-name').fill(name);
    await this.at('second-password').fill(password);
    await this.at('second-approve').click();
  }

  async receiptNumber(): Promise<string> {
    return (await this.at('outcome-receipt').textContent())!.trim();
  }

  /** Opens an account that waits for its card: the draft is found by the customer's name or number. */
  async openAccount(draft: string, pay: string): Promise<void> {
    await this.is('unknown_card');
    await this.at('unknown-open').click();
    await this.fillOpening(draft, pay);
    await this.at('open-next').click();
  }

  /** Its steps, up to the check of what was filled in. */
  async fillOpening(draft: string, pay: string): Promise<void> {
    await this.at('open-draft-search').fill(draft);
    await this.page.locator('[data-testid^="open-draft-search-option-"]').first().click();
    await expect(this.at('open-name')).not.toHaveValue('');
    await this.at('open-next').click();
    await expect(this.at('open-meter')).not.toHaveValue('');
    await this.at('open-next').click();
    await expect(this.at('open-plan')).not.toHaveValue('');
    await this.at('open-pay').fill(pay);
    await this.at('open-next').click();
    await expect(this.at('open-check')).toBeVisible();
  }
}
