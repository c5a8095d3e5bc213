import { describe, expect, it } from 'vitest';
import { formToSave } from '../src/form/save_key';

interface Form { hidden: boolean }
const place = (forms: Form[]) => ({ querySelectorAll: () => forms });
const page = (main: Form[], dialogs: Form[][] = []) => ({ querySelectorAll: () => dialogs.map(place), getElementById: () => place(main) }) as unknown as Document;
const at = (form: Form | null = null) => ({ closest: () => form }) as unknown as Element;

describe('what Ctrl+Enter saves', () => {
  const one: Form = { hidden: false }, other: Form = { hidden: false };

  it('is the form in which the focus stands', () => {
    expect(formToSave(at(one), page([one, other]))).toBe(one);
  });

  it('is the only one of the page when the focus stands in none', () => {
    expect(formToSave(at(), page([one]))).toBe(one);
    expect(formToSave(at(), page([one, { hidden: true }]))).toBe(one);
  });

  it('is none when nobody can know which', () => {
    expect(formToSave(at(), page([one, other]))).toBeNull();
    expect(formToSave(at(), page([]))).toBeNull();
  });

  it('is the one of the dialog on top, and never one under it', () => {
    expect(formToSave(at(), page([one], [[], [other]]))).toBe(other);
    expect(formToSave(at(), page([one], [[]]))).toBeNull();
  });
});
