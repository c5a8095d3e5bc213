import { IntlMessageFormat } from 'intl-messageformat';
import { languageOf, type Language } from './languages';

// The dictionaries of the whole house, one file per language, taken in at build time. A text is an ICU message:
// "{count, plural, one {# sale} other {# sales}}".

export type Texts = Record<string, string>;
export type Values = Record<string, unknown>;

export async function loadTexts(language: Language): Promise<Texts> {
  return (await languageOf(language).texts()).default;
}

/** One language's texts, looked up by key and filled in. */
export class Dictionary {
  private readonly messages = new Map<string, IntlMessageFormat>();

  constructor(readonly language: Language, private readonly texts: Texts) {}

  has(key: string): boolean {
    return key in this.texts;
  }

  /** A missing key shows itself: it is a fault that the tests find. */
  say(key: string, values?: Values): string {
    const text = this.texts[key];
    if (text === undefined) return key;
    if (!text.includes('{') && !text.includes("'")) return text;
    try {
      return String(this.message(key, text).format(values as Record<string, string | number>));
    } catch {
      return text; // a placeholder without a value: the bare text is better than nothing
    }
  }

  private message(key: string, text: string): IntlMessageFormat {
    let message = this.messages.get(key);
    if (!message) {
      message = new IntlMessageFormat(text, this.language);
      this.messages.set(key, message);
    }
    return message;
  }
}
