import { describe, expect, it } from 'vitest';
import { Typed, type TypedField } from '../src/form/typed';

const field = (value: string): TypedField => ({ type: 'text', value, isConnected: true });

describe('what somebody typed and nobody has saved', () => {
  it('is nothing while somebody only went through the fields', () => {
    const typed = new Typed();
    typed.meet(field('Wang'));
    expect(typed.dirty).toBe(false);
  });

  it('is there when a field is no longer as it was, and gone when it is again', () => {
    const typed = new Typed();
    const name = field('Wang');
    typed.meet(name);
    name.value = 'Wan';
    typed.meet(name);
    expect(typed.dirty).toBe(true);
    name.value = 'Wang';
    expect(typed.dirty).toBe(false);
  });

  it('knows a tick by whether it is set', () => {
    const typed = new Typed();
    const tick: TypedField = { type: 'checkbox', value: 'on', checked: false, isConnected: true };
    typed.meet(tick);
    tick.checked = true;
    expect(typed.dirty).toBe(true);
  });

  it('keeps no secret: only whether there is one', () => {
    const typed = new Typed();
    const pin: TypedField = { ...field(''), type: 'password' };
    typed.meet(pin);
    expect(typed.dirty).toBe(false);
    pin.value = '123456';
    expect(typed.dirty).toBe(true);
    const share: TypedField = { ...field('KS1-1-2-ABCD'), dataset: { secret: '' } };
    const seen = new Typed();
    seen.meet(share);
    expect(JSON.stringify([...Object.values(seen)].map((kept) => [...(kept as Map<unknown, unknown>).values()]))).not.toContain('KS1');
  });

  it('is there when a field was changed to which nobody was seen to come', () => {
    const typed = new Typed();
    typed.changed(field('dropped here'));
    expect(typed.dirty).toBe(true);
  });

  it('goes with a field that is no longer there', () => {
    const typed = new Typed();
    const time = field('');
    typed.meet(time);
    time.value = '08:00';
    expect(typed.dirty).toBe(true);
    Object.assign(time, { isConnected: false });
    expect(typed.dirty).toBe(false);
  });

  it('is on its way when it is sent, and what the form empties itself then is nobody\'s', () => {
    const typed = new Typed();
    const reason = field('');
    typed.meet(reason);
    reason.value = 'asked for it';
    typed.sent();
    expect(typed.dirty).toBe(false);
    reason.value = '';
    expect(typed.dirty).toBe(false);
    typed.meet(reason);
    reason.value = 'once more';
    expect(typed.dirty).toBe(true);
  });

  it('is there again when it was refused', () => {
    const typed = new Typed();
    const amount = field('');
    typed.meet(amount);
    amount.value = '99999999';
    typed.sent();
    typed.meet(amount);
    typed.refused();
    expect(typed.dirty).toBe(true);
  });
});
