import { describe, expect, it } from 'vitest';
import { leadsTo, meter, point, toMeter } from '../src/office/leads';

describe('where a cell of a register leads', () => {
  it('is the row that it names, whatever its code is made of', () => {
    expect(point({ service_point: 'Mill 3 & 4#a' })).toBe('/office/service-points?open=Mill%203%20%26%204%23a');
    expect(leadsTo('area-numbers', 'area_2')({ area_1: '33010001', area_2: '33010002' })).toBe('/office/area-numbers?open=33010002');
  });

  it('is nowhere where it names none', () => {
    expect(point({})).toBeNull();
    expect(point({ service_point: '' })).toBeNull();
    expect(meter({ meter: '000000000000' })).toBeNull();
    expect(toMeter('old_meter')({ meter: '000000001001', old_meter: null })).toBeNull();
    expect(toMeter('old_meter')({ old_meter: '000000001001' })).toBe('/office/meters?open=000000001001');
  });
});
