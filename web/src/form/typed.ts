import { says } from '../words/says';

// Whether a form holds something that somebody typed and nobody has saved: each field is remembered as it was when he came to it.

/** Kinds of fields whose text is not what they hold, or is nobody's. */
type Looks = 'password' | 'checkbox' | 'radio';

export interface TypedField { type: string; value: string; checked?: boolean; isConnected: boolean; dataset?: { secret?: string } }

/** Of a secret it is known whether there is one, and no more: it stands in its field and nowhere else. */
function stateOf(field: TypedField): string {
  if (says<Looks>(field.type, 'password') || field.dataset?.secret !== undefined) return field.value === '' ? '' : 'something';
  return says<Looks>(field.type, 'checkbox', 'radio') ? String(field.checked) : field.value;
}

export class Typed<Field extends TypedField = TypedField> {
  private before = new Map<Field, string | null>();
  private sentWith = new Map<Field, string | null>();

  /** Somebody comes to a field. */
  meet(field: Field): void {
    if (!this.before.has(field)) this.before.set(field, stateOf(field));
  }

  /** It was changed; how it was before nobody has seen where he did not come to it first. */
  changed(field: Field): void {
    if (!this.before.has(field)) this.before.set(field, null);
  }

  /** What is on its way is not lost; what is typed from now on is. */
  sent(): void {
    this.sentWith = this.before;
    this.before = new Map();
  }

  /** It came back: all that was typed is still to be saved. */
  refused(): void {
    this.before = new Map([...this.before, ...this.sentWith]);
    this.sentWith = new Map();
  }

  /** A field that is no longer there – another kind was chosen – has nothing to lose. */
  get dirty(): boolean {
    return [...this.before].some(([field, state]) => field.isConnected && stateOf(field) !== state);
  }
}
