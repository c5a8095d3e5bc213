import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from '@playwright/test';
import { closeWindows } from './windows';

const ROOT = resolve(import.meta.dirname, '../../..');
const BINARY = process.env['KWOTA_BINARY'] ?? join(ROOT, 'build/release/apps/kwota');
/** Another built console than the one that the binary knows. */
const CONSOLE = process.env['KWOTA_CONSOLE'] ? ['--console', resolve(process.env['KWOTA_CONSOLE'])] : [];
const PUBLIC_KEY = 'root_public_key.der';
const START_MS = 180_000;

/** Where people sign in: the server that sells, or the key office. */
export interface House { readonly address: string; oneTimePassword: (name: string) => string }

/** The key offices of this story by their address: what opens the tokens of their people. */
const offices = new Map<string, KeyOfficeProgram>();

/** PIN of the token of a person at this address; null: no key office is there, and nobody is asked for one. */
export function pinAt(page: string, name: string): string | null {
  return offices.get(new URL(page).origin)?.pinOf(name) ?? null;
}

/** One program under test, with a data folder of its own; it comes up again on the port that it had. */
class Program {
  address = '';
  protected port = '0';
  private process: ChildProcess | null = null;

  constructor(readonly data: string, private readonly log: string) {}

  /** What it said until its welcome was over, which names its address and closes with an empty line. */
  protected async run(words: string[], welcome: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
    const program = spawn(binary(), [...words, '--data', this.data, '--port', this.port, ...CONSOLE], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
    this.process = program;
    const log = createWriteStream(logFile(this.log), { flags: 'a' });
    const said = await new Promise<string>((done, failed) => {
      let text = '';
      const late = setTimeout(() => failed(new Error(`${welcome} … never came:\n${text}`)), START_MS);
      const over = new RegExp(`${welcome} .*\n[^]*\n\n`);
      const hear = (chunk: Buffer): void => {
        log.write(chunk);
        text += chunk.toString();
        if (!over.test(text)) return;
        clearTimeout(late);
        done(text);
      };
      program.stdout.on('data', hear);
      program.stderr.on('data', hear);
      program.once('exit', (code) => failed(new Error(`It ended with ${code}:\n${text}`)));
    });
    this.address = new RegExp(`${welcome} (\\S+)`).exec(said)![1]!;
    this.port = new URL(this.address).port;
    return said;
  }

  /** One-time password of a person of the sample utility who works here. */
  oneTimePassword(name: string): string {
    const lines = readFileSync(join(this.data, 'demo-passwords.txt'), 'utf8').split('\n');
    const line = lines.find((each) => each.startsWith(`${name} `));
    if (!line) throw new Error(`${name} is not in demo-passwords.txt`);
    return line.trim().split(/\s+/).at(-1)!;
  }

  /** Pulls the plug: SIGKILL. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }

  protected async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const program = this.process;
    this.process = null;
    if (!program || program.exitCode !== null) return;
    const over = new Promise((done) => program.once('exit', done));
    program.kill(signal);
    await over;
  }
}

function binary(): string {
  if (!existsSync(BINARY)) throw new Error(`There is no ${BINARY}: build it (script/setup release) or name another with KWOTA_BINARY.`);
  return BINARY;
}

function logFile(name: string): string {
  const folder = join(ROOT, 'tests/browser/output/server');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.log`);
}

/** The key office beside a server: its own folder, books, people, token and address. Its readers are those of the server's bench. */
export class KeyOfficeProgram extends Program {
  constructor(story: string) {
    super(mkdtempSync(join(tmpdir(), 'kwota-office-')), `${story}_key_office`);
  }

  /** Its folder, token and people, and the public key by which the counters know it from their first day on. */
  prepare(): string {
    const key = join(this.data, PUBLIC_KEY);
    if (!existsSync(key)) execFileSync(binary(), ['office', '--prepare', '--demo', '--data', this.data]);
    return key;
  }

  /** PINs of tokens that were made later than the samples, by name. */
  readonly pins = new Map<string, string>();

  /** Of nobody's: something that fits none. */
  pinOf(name: string): string {
    const line = readFileSync(join(this.data, 'demo-passwords.txt'), 'utf8').split('\n').find((each) => each.startsWith(`${name} `));
    return this.pins.get(name) ?? (line ? / PIN (\S+)/.exec(line)![1]! : 'nobody has one');
  }

  async start(counters: Kwota): Promise<void> {
    await this.run(['office', '--counters', counters.address, '--counters-key', join(counters.data, PUBLIC_KEY)], 'The key office is on', { PCSCLITE_CSOCK_NAME: counters.cardService() });
    offices.set(this.address, this);
  }
}

/** The server under test: the sample utility with the bench. */
export class Kwota extends Program {
  adminPassword = '';

  /** `demo`: registers, people and plans without sales, as most stories begin, or a year of history. */
  constructor(story: string, private readonly office: KeyOfficeProgram | null = null, private readonly more: string[] = [], private readonly demo: 'registers' | 'year' = 'registers') {
    super(mkdtempSync(join(tmpdir(), 'kwota-story-')), story);
  }

  /** Begins with an empty folder, or goes on with what an earlier run left there. Its key office comes up with it: the readers of the bench are new. */
  async start(): Promise<void> {
    await this.office?.kill();
    await this.comeBack();
    await this.office?.start(this);
  }

  /** Comes up by itself; a key office beside it goes on as it was. */
  async comeBack(): Promise<void> {
    const said = await this.run(['serve', '--bench', '--demo', this.demo, ...(this.office ? ['--key-office', this.office.prepare()] : []), ...this.more], 'Kwota serves on');
    this.adminPassword = /one-time password (\S+)/.exec(said)?.[1] ?? this.adminPassword;
  }

  /** Where programs beside it find the readers of its bench. */
  cardService(): string {
    return readFileSync(join(this.data, 'bench/card_service'), 'utf8').trim();
  }

  override oneTimePassword(name: string): string {
    return name === 'admin' ? this.adminPassword : super.oneTimePassword(name);
  }

  /** Comes up anew at a counter that seals with this; null: with the token, as without further word. Sessions end. */
  async sealWith(counter: object | null): Promise<void> {
    await this.kill();
    const file = join(this.data, 'vault.json');
    if (counter) writeFileSync(file, JSON.stringify({ counter }));
    else rmSync(file, { force: true });
    await this.start();
  }

  /** A copy of its books as they are now, which it goes on from. Sessions end. */
  async copied(): Promise<void> {
    await this.end('SIGTERM');
    cpSync(this.data, this.copy, { recursive: true });
    await this.comeBack();
  }

  /** The copy in place of its books: what happened since is in none. The bench stays as it is, for nobody puts back the cards that people hold. Sessions end. */
  async putBack(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(join(this.copy, 'bench'), { recursive: true });
    renameSync(join(this.data, 'bench'), join(this.copy, 'bench'));
    rmSync(this.data, { recursive: true });
    renameSync(this.copy, this.data);
    await this.comeBack();
  }

  private get copy(): string {
    return `${this.data}-copy`;
  }

  /** A secret that its owner alone may read. */
  keeps(name: string, secret: string): void {
    writeFileSync(join(this.data, name), `${secret}\n`, { mode: 0o600 });
  }
}

/** A server for one spec file, whose tests are the chapters of one story: they follow on each other. */
export function kwotaFor(story: string, more: string[] = []): Kwota {
  return played(new Kwota(story, null, more));
}

/** The same with a year of history. */
export function yearFor(story: string): Kwota {
  return played(new Kwota(story, null, [], 'year'));
}

/** The same with the key office beside it. */
export function bothFor(story: string): { kwota: Kwota; keyOffice: KeyOfficeProgram } {
  const keyOffice = new KeyOfficeProgram(story);
  const kwota = played(new Kwota(story, keyOffice));
  test.afterAll(async () => keyOffice.stop());
  return { kwota, keyOffice };
}

function played(kwota: Kwota): Kwota {
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => kwota.start());
  test.afterAll(async () => {
    await closeWindows();
    await kwota.stop();
  });
  return kwota;
}
