import { expect } from '@playwright/test';
import { Carrier, Hands, withTwo } from './api';

export const MOTHER_PIN = '246810';
export const CONTROL_PIN = '135791';

/** A mother card and the control card that opens her: their ids on the bench. */
export interface Pair { mother: string; control: string }

/** The key desk and its three readers: what is written lies on the first, the pair above it on the other two. */
export class KeyDesk {
  constructor(private readonly bench: Carrier, private readonly keller: Hands, private readonly orlova: Hands) {}

  async serial(card: string): Promise<string> {
    return (await this.bench.serials()).get(card)!;
  }

  /** Puts them down, and waits until the desk sees just these. */
  async lays(cards: Record<string, string>): Promise<void> {
    const serials = await this.bench.serials();
    for (const [reader, card] of Object.entries(cards)) await this.bench.put(card, reader);
    const wanted = Object.values(cards).map((card) => serials.get(card)!).sort();
    await expect.poll(async () => ((await this.keller.get('/keys/cards'))['cards'] as { serial: string }[]).map((card) => card.serial).sort(), { timeout: 30_000 }).toEqual(wanted);
  }

  async clears(...cards: string[]): Promise<void> {
    for (const card of cards) await this.bench.put(card, 'wallet');
    await this.lays({});
  }

  /** Issues a new card; without a pair above it the vault does. */
  async issues(kind: string, above: Pair | null, more: object): Promise<string> {
    const card = await this.bench.newCard();
    await this.lays({ 'reader:0': card, ...(above ? { 'reader:1': above.mother, 'reader:2': above.control } : {}) });
    const pair = above ? { mother: await this.serial(above.mother), mother_pin: MOTHER_PIN, control_pin: CONTROL_PIN } : {};
    await withTwo(this.keller, this.orlova, '/keys/cards/issue', { kind, card: await this.serial(card), reason: 'new card', ...pair, ...more });
    await this.clears(card, ...(above ? [above.mother, above.control] : []));
    return card;
  }

  async issuesPair(kind: string, above: Pair | null): Promise<Pair> {
    const mother = await this.issues(kind, above, { pin: MOTHER_PIN });
    return { mother, control: await this.issues('control', above, { pair: await this.serial(mother), pin: CONTROL_PIN }) };
  }
}
