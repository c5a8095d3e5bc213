import { expect, it } from 'vitest';
import { nameIn } from '../src/form/registers';

it('what a code is called stands beside it, in the reader\'s language, and a sign-in name is no name', () => {
  expect(nameIn({ code: 'farm', name_en: 'Farms', name_ru: 'Хозяйства' }, 'ru', 'code')).toBe('Хозяйства');
  expect(nameIn({ name: 'zhao', full_name: 'Zhao Min' }, 'en', 'name')).toBe('Zhao Min');
  expect(nameIn({ number: '12', address: 'Village 1' }, 'en', 'number')).toBe('Village 1');
  expect(nameIn({ code: 'X' }, 'en', 'code')).toBe('');
});
