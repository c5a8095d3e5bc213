// What a plan may begin with: the kinds that utilities have, with round figures to be replaced. Dates, currency and zone come from the utility.
import type { EnergyDoc, HeadDoc, PlanDoc, VersionDoc } from './document';

export interface Ground { currency: string; zone: string; minor: number; from: string }

const month = { months: 1, start: '01-01' };
const year = { months: 12, start: '01-01' };
const day = { day: [['00:00', 'valley'], ['08:00', 'peak'], ['22:00', 'valley']] as [string, string][] };
const service = 'service';
const tax = 'vat';
const sewage = 'sewage';
const limits = { min_pay: '1.00' };

interface Template { unit?: HeadDoc['unit']; commodity?: HeadDoc['commodity']; quantum?: string; usage_class?: string; version: Omit<VersionDoc, 'from'> }

const own = (...steps: [string, string][]): EnergyDoc => ({ steps: steps.map(([to, price]) => (to === '' ? { price } : { to, price })) });

const ALL = {
  flat: { version: { energy: { price: '0.50' }, limits } },
  steps: { version: { counter: month, energy: own(['180', '0.50'], ['350', '0.55'], ['', '0.80']), limits } },
  steps_year: { version: { counter: year, prorate: 'months', energy: { price: '0.50', steps: [{ to: '2160', add: '0' }, { to: '4200', add: '0.05' }, { add: '0.30' }] }, limits } },
  time_of_day: { version: { days: day, calendar: [{ use: 'day' }], energy: { price: { valley: '0.30', peak: '0.55' } }, limits } },
  steps_time_of_day: {
    version: {
      counter: year, days: day, calendar: [{ use: 'day' }],
      energy: { price: { valley: '0.30', peak: '0.55' }, steps: [{ to: '2160', add: '0' }, { to: '4200', add: '0.05' }, { add: '0.30' }] }, limits,
    },
  },
  by_total: { version: { counter: { months: 2, start: '01-01' }, energy: { sets: [{ upto: '500', ...set(['200', '0.30'], ['', '0.60']) }, set(['500', '0.80'], ['', '1.20'])] }, limits } },
  standing_charge: {
    version: {
      counter: month, energy: own(['180', '0.50'], ['', '0.80']),
      charges: [{ id: service, kind: 'per_month', amount: '2.00' }, { id: tax, kind: 'percent', percent: '13', of: ['energy', service], inclusive: true }], limits,
    },
  },
  allowance: { version: { counter: month, free: { units: '15' }, energy: own(['180', '0.50'], ['', '0.80']), limits } },
  water_month: { unit: 'm3', commodity: 'water', quantum: '0.01', version: { counter: month, energy: own(['15', '3.00'], ['25', '4.50'], ['', '6.00']), charges: [{ id: sewage, kind: 'per_unit', price: '0.95' }], limits } },
  water: { unit: 'm3', commodity: 'water', quantum: '0.1', version: { counter: year, energy: own(['180', '3.00'], ['260', '4.50'], ['', '6.00']), limits } },
  gas_month: { unit: 'm3', commodity: 'gas', quantum: '0.01', version: { counter: month, energy: own(['40', '2.40'], ['', '2.90']), limits } },
  gas: { unit: 'm3', commodity: 'gas', quantum: '0.01', version: { counter: year, energy: own(['480', '2.40'], ['', '2.90']), limits } },
  irrigation_energy: { usage_class: 'irrigation', version: { energy: { price: '0.50' }, limits } },
  irrigation_time: { usage_class: 'irrigation', unit: 'h', commodity: 'water', version: { energy: { price: '12.00' }, limits } },
  irrigation_volume: { usage_class: 'irrigation', unit: 'm3', commodity: 'water', quantum: '0.1', version: { energy: { price: '0.35' }, limits } },
} satisfies Record<string, Template>;

function set(...steps: [string, string][]): { steps: { to?: string; price: string }[] } {
  return { steps: steps.map(([to, price]) => (to === '' ? { price } : { to, price })) };
}

type TemplateName = keyof typeof ALL;
export const TEMPLATES = Object.keys(ALL) as TemplateName[];

export function fromTemplate(name: TemplateName, ground: Ground): PlanDoc {
  const template: Template = ALL[name];
  const head: HeadDoc = {
    id: '', name: '', ...(template.usage_class ? { usage_class: template.usage_class } : {}), commodity: template.commodity ?? 'electricity', unit: template.unit ?? 'kWh',
    currency: ground.currency, minor: ground.minor, zone: ground.zone, quantum: template.quantum ?? '0.01',
  };
  return { head, version: { from: ground.from, ...structuredClone(template.version) } };
}
