import { expect, type Page } from '@playwright/test';

type Answer = { [name: string]: any }; // the description of the API is held against its answers elsewhere

/** The requests that the console makes, by whoever is signed in at that page: for what another story has shown on the screen. */
export class Hands {
  constructor(private readonly page: Page) {}

  async get(path: string): Promise<Answer> {
    const answer = await this.page.request.get(`/api/v1${path}`);
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as Answer;
  }

  async post(path: string, body: object = {}): Promise<Answer> {
    return this.change('POST', path, body);
  }

  async put(path: string, body: object): Promise<Answer> {
    return this.change('PUT', path, body);
  }

  private async change(method: 'POST' | 'PUT', path: string, body: object): Promise<Answer> {
    const { csrf } = await this.get('/session');
    const answer = await this.page.request.fetch(`/api/v1${path}`, { method, data: body, headers: { 'X-CSRF-Token': String(csrf) }, timeout: 300_000 }); // two years of the bench's clock, on a machine with other work
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as Answer;
  }
}

/** Asks for it, has the other agree in his own session, asks again. */
export async function withTwo(first: Hands, second: Hands, path: string, body: object): Promise<Answer> {
  const asked = await first.post(path, body);
  if (!asked['approval']) return asked;
  await second.post(`/approvals/${asked['approval'].number}/approve`);
  return first.post(path, { ...body, approval: asked['approval'].number });
}

/** The bench without its page: cards that are carried, and a meter that takes what they bring. */
export class Carrier {
  constructor(readonly hands: Hands) {}

  async serials(): Promise<Map<string, string>> {
    return new Map(((await this.hands.get('/bench'))['cards'] as { id: string; serial: string }[]).map((card) => [card.id, card.serial]));
  }

  /** The name under which PC/SC knows it. */
  async reader(id: string): Promise<string> {
    return ((await this.hands.get('/bench'))['readers'] as { id: string; name: string }[]).find((each) => each.id === id)!.name;
  }

  async newCard(): Promise<string> {
    return ((await this.hands.post('/bench/cards'))['cards'] as { id: string }[]).at(-1)!.id;
  }

  async put(card: string, place: string): Promise<void> {
    await this.hands.post(`/bench/cards/${card}/move`, { to: place });
    await this.settled();
  }

  /** Until the counter has heard of every card that was put down or taken away. */
  async settled(): Promise<void> {
    await expect.poll(async () => {
      const { readers, cards } = await this.hands.get('/bench') as { readers: { id: string; card_seen: boolean }[]; cards: { place: string }[] };
      return readers.every((reader) => reader.card_seen === cards.some((card) => card.place === reader.id));
    }, { intervals: [50, 100], timeout: 60_000 }).toBe(true);
  }

  /** Into the meter's slot and out again, when it has done what it does. Gives the meter. */
  async visit(card: string, number: string): Promise<Answer> {
    const meter = async (): Promise<Answer> => ((await this.hands.get('/bench'))['meters'] as Answer[]).find((each) => each['number'] === number)!;
    await this.put(card, `meter:${number}`);
    await expect.poll(async () => (await meter())['card_busy'], { timeout: 60_000 }).toBe(false);
    await this.put(card, 'wallet');
    return meter();
  }
}
