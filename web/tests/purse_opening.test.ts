// What is gathered to open a farmer's account at the counter.
import { describe, expect, it } from 'vitest';
import { applicationBody, emptyFarm, lacking, purseOpeningBody, stepsOf } from '../src/counter/purse/purse_opening';
import { emptyOpening } from '../src/counter/tasks/opening';

const farmer = { ...emptyOpening, customerName: ' Young Ma ', pay: '80', received: '100' };
const farm = { village: 'V01', area: '', areas: ['11010001', '11010002'], priceClass: '2' };

describe('a farmer’s account', () => {
  it('asks for neither meter nor plan', () => {
    const body = purseOpeningBody(farmer, farm, 'irrigation_purse', 2);
    expect(body.purse).toEqual({ village: 'V01', area: '', area_1: '11010001', area_2: '11010002', area_3: '', area_4: '', price_class: 2 });
    expect(body.customer).toMatchObject({ name: 'Young Ma' });
    expect(body.first_sale.pay).toBe('80.00');
    expect(Object.keys(body).sort()).toEqual(['customer', 'first_sale', 'purse', 'scheme']);
  });
  it('is good at one to four area numbers', () => {
    expect(lacking(farmer, emptyFarm, 'wells', 2)).toEqual(['village', 'areas']);
    expect(lacking(farmer, farm, 'wells', 2)).toEqual([]);
    expect(lacking(farmer, { ...farm, areas: ['1', '2', '3', '4', '5'] }, 'wells', 2)).toEqual(['areas']);
    expect(lacking(farmer, { ...farm, priceClass: '256' }, 'wells', 2)).toEqual(['priceClass']);
  });
  it('asks for no money before an application was granted, where they are reviewed', () => {
    expect(stepsOf(true)).not.toContain('first_load');
    expect(stepsOf(false)).toContain('first_load');
    expect(applicationBody({ ...farmer, customerNumber: '000000000777' }, farm).new_customer).toEqual({ number: '000000000777' });
  });
});
