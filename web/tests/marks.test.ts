import { describe, expect, it } from 'vitest';
import { drawerTitle } from '../src/office/register_page';
import { toneOfStep } from '../src/shell/marks';

describe('the way of a sale', () => {
  it('warns where nothing is proved, and shows what was undone as no success', () => {
    expect(['booked', 'sealing', 'confirmed', 'carried', 'applied'].map(toneOfStep)).toEqual(['good', 'good', 'good', 'good', 'good']);
    expect(['in_doubt', 'unproven', 'contradicted', 'not_carried'].map(toneOfStep)).toEqual(['warning', 'warning', 'warning', 'warning']);
    expect(['taken_back', 'reversed'].map(toneOfStep)).toEqual(['plain', 'plain']);
  });
});

describe('the title of a drawer', () => {
  const texts: Record<string, string> = { 'page_one.customers': 'Customer', 'page.gauges': 'Gauges' };
  const words = { t: (key: string) => texts[key] ?? key, first: (keys: string[], fallback: string) => texts[keys[0]!] ?? fallback };
  it('names one of the list', () => expect(drawerTitle('customers', '000000100004', words)).toBe('Customer 000000100004'));
  it('of a list whose single thing has no word the list is named', () => expect(drawerTitle('gauges', 'G1', words)).toBe('Gauges: G1'));
});
