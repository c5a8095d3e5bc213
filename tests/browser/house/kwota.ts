import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from '@playwright/test';

const ROOT = resolve(import.meta.dirname, '../../..');
const BINARY = process.env['KWOTA_BINARY'] ?? join(ROOT, 'build/release/apps/kwota');
const START_MS = 180_000;

/** The server under test: the sample utility with the bench, in a data folder of its own. */
export class Kwota {
  readonly data = mkdtempSync(join(tmpdir(), 'kwota-story-'));
  address = '';
  adminPassword = '';
  private server: ChildProcess | null = null;
  private port = '0';

  constructor(private readonly story: string) {}

  /** Begins with an empty folder, or goes on with what an earlier run left there – on the same port. */
  async start(): Promise<void> {
    if (!existsSync(BINARY)) throw new Error(`There is no ${BINARY}: build it (script/setup release) or name another with KWOTA_BINARY.`);
    const server = spawn(BINARY, ['serve', '--bench', '--demo', '--data', this.data, '--port', this.port], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.server = server;
    const folder = join(ROOT, 'tests/browser/output/server');
    mkdirSync(folder, { recursive: true });
    const log = createWriteStream(join(folder, `${this.story}.log`), { flags: 'a' });
    const said = await new Promise<string>((done, failed) => {
      let text = '';
      const late = setTimeout(() => failed(new Error(`The server did not come up:\n${text}`)), START_MS);
      const hear = (chunk: Buffer): void => {
        log.write(chunk);
        text += chunk.toString();
        // The welcome closes with an empty line.
        if (!/Kwota serves on .*\n[^]*\n\n/.test(text)) return;
        clearTimeout(late);
        done(text);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.once('exit', (code) => failed(new Error(`The server ended with ${code}:\n${text}`)));
    });
    this.address = /Kwota serves on (\S+)/.exec(said)![1]!;
    this.port = new URL(this.address).port;
    this.adminPassword = /one-time password (\S+)/.exec(said)?.[1] ?? this.adminPassword;
  }

  /** One-time password of an operator of the sample utility. */
  oneTimePassword(name: string): string {
    if (name === 'admin') return this.adminPassword;
    const lines = readFileSync(join(this.data, 'demo-passwords.txt'), 'utf8').split('\n');
    const line = lines.find((each) => each.startsWith(`${name} `));
    if (!line) throw new Error(`${name} is not in demo-passwords.txt`);
    return line.trim().split(/\s+/).at(-1)!;
  }

  /** Comes up anew at a counter that seals with this; null: with the token, as without further word. Sessions end. */
  async sealWith(counter: object | null): Promise<void> {
    await this.kill();
    const file = join(this.data, 'vault.json');
    if (counter) writeFileSync(file, JSON.stringify({ counter }));
    else rmSync(file, { force: true });
    await this.start();
  }

  /** A secret that its owner alone may read. */
  keeps(name: string, secret: string): void {
    writeFileSync(join(this.data, name), `${secret}\n`, { mode: 0o600 });
  }

  /** The stick of a UKEY is a folder; pulled out it lies beside the vault. */
  moveUkey(label: string, where: 'pulled' | 'plugged'): void {
    const folder = readFileSync(join(this.data, 'ukeys', `${label}.folder`), 'utf8');
    const places = [join(this.data, 'vault/tokens', folder), join(this.data, 'ukeys', folder)] as const;
    if (where === 'pulled') renameSync(places[0], places[1]);
    else renameSync(places[1], places[0]);
  }

  /** Pulls the plug: SIGKILL. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const server = this.server;
    this.server = null;
    if (!server || server.exitCode !== null) return;
    const over = new Promise((done) => server.once('exit', done));
    server.kill(signal);
    await over;
  }
}

/** A server for one spec file, whose tests are the chapters of one story: they follow on each other. */
export function kwotaFor(story: string): Kwota {
  const kwota = new Kwota(story);
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => kwota.start());
  test.afterAll(async () => kwota.stop());
  return kwota;
}
