/**
 * A random key (UUID version 4) that names one intended change. The server answers the same key with the same answer,
 * so a repeat after a lost connection is never a second sale. crypto.randomUUID needs https; a till in a local network has none.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * One key for each thing that is meant: asking again for the same meaning gives the same key. At the counter the meaning is
 * (till, card session, quote), so a double click is the same sale.
 */
export class Keyring {
  private readonly keys = new Map<string, string>();

  keyFor(...meaning: (string | number | undefined)[]): string {
    const name = JSON.stringify(meaning);
    let key = this.keys.get(name);
    if (!key) {
      key = newKey();
      this.keys.set(name, key);
    }
    return key;
  }
}
