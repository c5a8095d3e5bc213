/** A text file in the encodings of the field: UTF-8, else GB18030 or Windows-1251, whichever gives the more likely letters. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  const utf8 = attempt('utf-8', bytes);
  if (utf8 !== null) return { text: utf8.replace(/^\ufeff/, ''), encoding: 'UTF-8' };
  const chinese = attempt('gb18030', bytes);
  const russian = attempt('windows-1251', bytes) ?? '';
  if (chinese !== null && count(chinese, /[\u4e00-\u9fff]/g) >= count(russian, /[а-яё]/gi) / 2 && !looksRussian(russian)) return { text: chinese, encoding: 'GB18030' };
  return { text: russian, encoding: 'Windows-1251' };
}

function attempt(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Russian words are runs of lower-case letters; Chinese bytes read as Windows-1251 mix capitals and signs. */
function looksRussian(text: string): boolean {
  const letters = count(text, /[а-яё]/gi);
  return letters > 0 && count(text, /[а-яё]{3,}/g) * 3 > letters / 3 && count(text, /[^\x00-\x7fа-яё№«»–—]/gi) * 10 < letters;
}
