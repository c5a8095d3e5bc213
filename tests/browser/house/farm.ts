import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { Carrier, Hands } from './api';

// A village that waters: wells with pumps on the bench, farmers with cards, and the handheld that goes from well to well.

export const AREA = '11010001';
/** Of the sample utility, as its cards and terminals begin. */
const COUNTY = '0925';

interface Pump { number: string; terminal: string; charged: string; hung: object[]; phase: string; relay: string; line: string | null; last_swipe: { refusal: string; tool: string; paid: string } }

const ALWAYS = ['large_sale', 'median', 'second_sale', 'tariff_changes', 'overdraft'];

export class Farm {
  /** `station` grants and sits at the till, `clerk` enters, `technician` hangs meters, `carrier` carries cards. */
  constructor(readonly station: Hands, readonly clerk: Hands, readonly technician: Hands, readonly carrier: Carrier) {}

  async area(): Promise<void> {
    await this.station.post('/area-numbers', { number: AREA, name: '东河滩机井', village: 'V01', station: 'E01' });
  }

  /** A well whose meter hangs there with a pump on the bench. The terminal number is the county's, a pump's, and the meter's last seven digits. */
  async well(well: string, meter: string): Promise<void> {
    await this.station.post('/wells', { number: well, name: `东河滩 ${well}`, village: 'V01', area_number: AREA, put_in: '2026-03-01' });
    await this.technician.post('/meters', { number: meter, model: 'DDSY1352' });
    await this.technician.post('/well-meters', { well, meter, first_day: '2026-03-01', terminal: `${COUNTY}2${meter.slice(-7)}` });
    await this.clerk.post('/bench/pumps', { number: meter, price: '0.5000' });
    await this.clerk.post(`/bench/pumps/${meter}`, { load_w: 30_000, flow_l_s: 12 });
  }

  /** Granted, and his card made with the first money. */
  async farmer(name: string, pay: string): Promise<{ account: string; card: string }> {
    const account = await this.granted(name);
    const card = await this.carrier.newCard();
    await this.atTheTill(card, 'unknown_card', () => this.load(account, pay));
    return { account, card };
  }

  /** His application is granted: an account that waits for its card. */
  async granted(name: string): Promise<string> {
    const row = await this.station.post('/customers', { name, kind: 'person', identity_number: `F-${name}`, phone: '' });
    const asked = await this.clerk.post('/purse-applications', { customer: row['number'], village: 'V01', area_1: AREA, price_class: 1, remark: '' });
    return String((await this.station.post(`/purse-applications/${asked['number']}/grant`))['account']);
  }

  /** While the card lies on the first till's reader and is seen as this. */
  async atTheTill(card: string, state: string, work: () => Promise<void>): Promise<void> {
    await this.carrier.put(card, 'reader:0');
    const lies = async (): Promise<string | undefined> => ((await this.station.get('/reader'))['card'] as { state?: string } | null)?.state;
    await expect.poll(lies).toBe(state);
    await work();
    await this.carrier.put(card, 'wallet');
    await expect.poll(lies).toBeUndefined();
  }

  /** Onto the card that lies there. */
  async load(account: string, pay: string): Promise<void> {
    const quote = await this.station.post(`/accounts/${account}/purse/quotes`, { pay });
    await this.station.post(`/accounts/${account}/purse/loads`, { quote: quote['quote'], client_key: randomUUID(), tender: 'cash', confirmed: ALWAYS });
  }

  /** His card is blocked, and the blank one that lies there becomes his. */
  async replaced(account: string): Promise<void> {
    await this.station.post(`/accounts/${account}/purse/replace-card`, { client_key: randomUUID(), tender: 'cash' });
  }

  async pump(meter: string): Promise<Pump> {
    return ((await this.clerk.get('/bench'))['pumps'] as Pump[]).find((row) => row.number === meter)!;
  }

  /** The card is held to the pump; what the pump said. */
  async swipe(card: string, meter: string): Promise<Pump['last_swipe']> {
    await this.clerk.post(`/bench/pumps/${meter}/swipe`, { card });
    await this.carrier.settled();
    return (await this.pump(meter)).last_swipe;
  }

  async power(meter: string, power: boolean): Promise<void> {
    await this.clerk.post(`/bench/pumps/${meter}`, { power });
  }

  /** A module of one's own into the slot, in place of the one that the bench put there. */
  async module(meter: string, card: string): Promise<void> {
    await this.power(meter, false);
    await this.clerk.post(`/bench/pumps/${meter}/module`, { module: 'card', card });
    await this.power(meter, true);
    await this.pass(60);
  }

  /** The bench has lived through it when it answers. */
  async pass(seconds: number): Promise<void> {
    await this.clerk.post('/bench/clock', { advance_s: seconds });
  }

  /** He waters until the mains fail: his card stays grey. */
  async hang(card: string, meter: string, seconds = 1800): Promise<void> {
    expect((await this.swipe(card, meter)).refusal).toBe('none');
    await this.pass(seconds);
    await this.power(meter, false);
    await this.pass(60);
    await this.power(meter, true);
    expect((await this.pump(meter)).hung).not.toHaveLength(0);
  }

  /** As PC/SC names it. */
  async readerName(id: string): Promise<string> {
    return ((await this.clerk.get('/bench'))['readers'] as { id: string; name: string }[]).find((row) => row.id === id)!.name;
  }

  /** Money on the card as the wallet shows it, in fen. */
  async onCard(card: string): Promise<number> {
    const rows = (await this.clerk.get('/bench'))['cards'] as { id: string; purse: { balance: string } | null }[];
    return Math.round(Number(rows.find((row) => row.id === card)!.purse!.balance) * 100);
  }

  /** A line at its window, and what is done over it. */
  async atTheWindow(meter: string, work: (port: string) => void): Promise<void> {
    await this.clerk.post(`/bench/pumps/${meter}/line`, { on: true, window: true });
    work((await this.pump(meter)).line!);
    await this.clerk.post(`/bench/pumps/${meter}/line`, { on: false });
  }
}

const BINARY = process.env['KWOTA_BINARY'] ?? resolve(import.meta.dirname, '../../../build/release/apps/kwota');
const HANDHELD = process.env['KWOTA_HANDHELD'] ?? join(dirname(BINARY), 'kwota-handheld');

/** The program that a crew carries: one work after the other, in the light of 1200 baud. */
export class Crew {
  private readonly store = mkdtempSync(join(tmpdir(), 'kwota-handheld-'));

  private readonly keys: string[];
  private readonly env = { ...process.env };

  /** `data`: of the sample books whose keys it has; or, when its PSAM lies on a reader of their bench, of that bench. */
  constructor(data: string, psam?: { reader: string; pin: string }) {
    this.keys = ['--sample-keys', data];
    if (!psam) return;
    writeFileSync(join(this.store, 'pin'), `${psam.pin}\n`);
    this.keys = ['--psam', psam.reader, '--psam-pin-file', join(this.store, 'pin')];
    this.env['PCSCLITE_CSOCK_NAME'] = readFileSync(join(data, 'bench/card_service'), 'utf8').trim();
  }

  run(...words: string[]): string {
    return execFileSync(HANDHELD, ['--store', this.store, ...this.keys, ...words], { encoding: 'utf8', env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** At a meter's window: several works, in their order. */
  visit(port: string, ...works: string[]): string {
    return this.run('--port', port, ...works.flatMap((work) => ['--do', work]));
  }

  publicKey(): string {
    return this.run('--public-key').trim().split(' ').at(-1)!;
  }

  /** Everything that it hands over, as files of its folder. */
  handOver(): string[] {
    this.run('--hand-over');
    return readdirSync(this.store).filter((name) => /^manifest\.|\.kwh$/.test(name)).map((name) => join(this.store, name)).filter((path) => statSync(path).size > 0);
  }

  /** The same as the page sends it. */
  asRequest(): object {
    const paths = this.handOver();
    const named = (name: string): string => paths.find((path) => path.endsWith(name))!;
    return {
      manifest: readFileSync(named('manifest.json'), 'utf8'), signature: readFileSync(named('manifest.sig'), 'utf8').trim(),
      files: paths.filter((path) => path.endsWith('.kwh')).map((path) => ({ name: basename(path), hex: readFileSync(path).toString('hex').toUpperCase() })),
    };
  }

  end(): void {
    rmSync(this.store, { recursive: true, force: true });
  }
}
