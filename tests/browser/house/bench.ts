import { expect, type Locator, type Page } from '@playwright/test';

/** The bench page: the hands that carry cards, and the customer at home with his meter. */
export class Bench {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/bench');
    await expect(this.page.getByTestId('place-wallet')).toBeVisible();
  }

  card(id: string): Locator {
    return this.page.getByTestId(`card-${id}`);
  }

  meter(number: string): Meter {
    return new Meter(this.page, number);
  }

  /** Ids of the blank cards in the wallet, as they lie there. */
  async wallet(): Promise<string[]> {
    const cards = this.page.getByTestId('place-wallet').locator('[data-serial]');
    await expect(cards.first()).toBeVisible();
    return cards.evaluateAll((all) => all.map((each) => each.getAttribute('data-testid')!.replace('card-', '')));
  }

  async newCard(): Promise<string> {
    const cards = this.page.getByTestId('place-wallet').locator('[data-serial]');
    const before = await cards.count();
    await this.page.getByTestId('new-card').click();
    await expect(cards).toHaveCount(before + 1);
    return (await cards.last().getAttribute('data-testid'))!.replace('card-', '');
  }

  async copy(id: string): Promise<string> {
    const cards = this.page.locator('[data-serial]');
    const before = await cards.count();
    await this.page.getByTestId(`copy-${id}`).click();
    await expect(cards).toHaveCount(before + 1);
    return (await cards.evaluateAll((all) => all.map((each) => each.getAttribute('data-testid')!))).sort(byNumber).at(-1)!.replace('card-', '');
  }

  async isAt(id: string, place: string): Promise<void> {
    await expect(this.card(id)).toHaveAttribute('data-place', place);
  }

  /** With the mouse: take the card and put it down. Gives the moment at which it was let go. */
  async drag(id: string, place: string): Promise<number> {
    await this.page.getByTestId(`take-${id}`).dragTo(this.page.getByTestId(`place-${place}`));
    const at = Date.now();
    await this.isAt(id, place);
    await this.settled();
    return at;
  }

  /** Until the counter has heard of every card that was put down or taken away. */
  async settled(): Promise<void> {
    await expect(this.page.locator('[data-settled="false"]')).toHaveCount(0);
  }

  /** With the keyboard: Enter takes the card, Enter at the place puts it down. Gives the moment of the second Enter. */
  async put(id: string, place: string): Promise<number> {
    const offer = this.page.getByTestId(`put-${place}`);
    await expect(async () => {
      // What is in the hand is let go where the bench tells at that moment that its card was moved.
      if (!(await offer.isVisible())) await this.page.getByTestId(`take-${id}`).press('Enter');
      await offer.focus({ timeout: 5_000 });
    }).toPass();
    const at = Date.now();
    await this.page.keyboard.press('Enter');
    await this.isAt(id, place);
    await this.settled();
    return at;
  }

  /** Back into the wallet, wherever it is; a hand may be pulling it out at this very moment. */
  async backToWallet(id: string): Promise<void> {
    const offer = this.page.getByTestId('put-wallet');
    const home = this.page.locator(`[data-testid="card-${id}"][data-place="wallet"]`);
    await expect(async () => {
      if (await home.isVisible()) return;
      await this.page.keyboard.press('Escape'); // nothing is in the hand
      await this.page.getByTestId(`take-${id}`).press('Enter');
      await expect(offer.or(home).first()).toBeVisible();
      await offer.press('Enter', { timeout: 5_000 });
      await expect(home).toBeVisible();
    }).toPass();
    await this.page.keyboard.press('Escape');
    await this.settled();
  }

  /** To the meter and back into the wallet, when the meter has done what it does. */
  async visit(id: string, number: string): Promise<void> {
    await this.put(id, `meter:${number}`);
    await this.meter(number).finished();
    await this.put(id, 'wallet');
  }

  async leap(seconds: 3600 | 86400 | 2592000): Promise<void> {
    const clock = this.page.getByTestId('bench-clock');
    const before = Date.parse((await clock.getAttribute('data-value'))!);
    await this.page.getByTestId(`leap-${seconds}`).click();
    await expect.poll(async () => Date.parse((await clock.getAttribute('data-value'))!) - before).toBeGreaterThanOrEqual(seconds * 1000);
  }
}

const byNumber = (a: string, b: string): number => Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''));

/** A payment meter on the bench. */
export class Meter {
  readonly box: Locator;

  constructor(private readonly page: Page, readonly number: string) {
    this.box = page.getByTestId(`meter-${number}`);
  }

  async shows(what: { relay?: 'open' | 'closed'; lamp?: string; count?: string; keys?: string }): Promise<void> {
    for (const [name, value] of Object.entries(what)) await expect(this.box).toHaveAttribute(`data-${name}`, value);
  }

  async has(flag: string): Promise<void> {
    await expect(this.box).toHaveAttribute('data-flags', new RegExp(`(^| )${flag}( |$)`));
  }

  async remaining(): Promise<number> {
    return Number(await this.box.getAttribute('data-remaining'));
  }

  /** The card may be pulled without loss. */
  async finished(): Promise<void> {
    await expect(this.box.locator('.bench-card')).not.toHaveClass(/is-busy/);
  }

  async press(key: 'key' | 'key-long'): Promise<void> {
    await this.page.getByTestId(`${key}-${this.number}`).click();
  }

  async load(watts: number): Promise<void> {
    await this.page.getByTestId(`load-${this.number}`).fill(String(watts));
    await expect(this.page.getByTestId(`load-value-${this.number}`)).toContainText(String(watts).slice(0, 1));
  }

  error(): Locator {
    return this.page.getByTestId(`meter-error-${this.number}`);
  }
}
