import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';

// A handheld as the office sees it: a key of its own, and a folder with a file for each meter that it has signed for.

/** Packed decimal, lowest byte first. */
const bcd = (number: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, place) => parseInt(String(Math.floor(number / 100 ** place) % 100).padStart(2, '0'), 16));

function crc16(bytes: number[]): number[] {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  crc ^= 0xffff;
  return [crc & 255, crc >> 8];
}

export interface Swipe { number: number; card: string; start: string; seconds: number; total: number; energy: number; fen: number; tac: string }

/** One watering, 48 bytes as a pump writes it. */
function usage(swipe: Swipe): Buffer {
  const when = swipe.start.match(/\d\d/g)!.slice(1).reverse().map((part) => parseInt(part, 16));
  const bytes = [
    ...bcd(swipe.number, 4), ...Buffer.from(swipe.card, 'hex').reverse(), ...when, ...bcd(swipe.seconds, 3), ...bcd(swipe.total, 4), ...bcd(swipe.energy, 3), ...bcd(0, 3), ...bcd(swipe.fen, 4), ...bcd(9000, 4),
    ...Buffer.from(swipe.tac, 'hex'), 0, 1, 1,
  ];
  return Buffer.from([...bytes, ...crc16(bytes)]);
}

function entry(bytes: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head.writeUInt16BE(bytes.length, 0);
  head[2] = 1;
  head.writeBigUInt64BE(1_795_000_000_000n, 3);
  const body = Buffer.concat([head, bytes]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body), 0);
  return Buffer.concat([body, crc]);
}

export class Handheld {
  private readonly key: KeyObject;
  readonly publicKey: string;
  readonly number: string;

  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.key = pair.privateKey;
    const der = pair.publicKey.export({ type: 'spki', format: 'der' });
    this.publicKey = der.toString('hex').toUpperCase();
    this.number = createHash('sha256').update(der).digest('hex').toUpperCase().slice(0, 16).match(/.{4}/g)!.join('-');
  }

  /** The files of its folder. */
  folder(meter: string, swipes: Swipe[]): { name: string; mimeType: string; buffer: Buffer }[] {
    const file = Buffer.concat(swipes.map((one) => entry(usage(one))));
    const named = { meter, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex').toUpperCase(), counts: { usage: swipes.length } };
    const manifest = JSON.stringify({ format: 1, device: this.number, made_at: '2026-11-20T06:00:00.000Z', files: [named] });
    const signature = createSign('sha256').update(manifest).sign({ key: this.key, dsaEncoding: 'ieee-p1363' }).toString('hex').toUpperCase();
    const as = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
    return [as('manifest.json', Buffer.from(manifest)), as('manifest.sig', Buffer.from(`${signature}\n`)), as(`${meter}.kwh`, file)];
  }
}
