import { parseAmount } from '../../form/amount';
import { customerOf, firstSaleOf, type Opening } from '../tasks/opening';

/** Where a farmer waters and what water costs him. */
export interface Farm { village: string; area: string; areas: string[]; priceClass: string }

export const emptyFarm: Farm = { village: '', area: '', areas: [], priceClass: '0' };

/** A card has room for so many. */
export const AREAS_MOST = 4;

type PurseStep = 'customer' | 'wells' | 'first_load' | 'check';

/** Where applications are reviewed nothing is paid before one is granted. */
export const stepsOf = (reviewed: boolean): PurseStep[] => (reviewed ? ['customer', 'wells', 'check'] : ['customer', 'wells', 'first_load', 'check']);

/** Names of what a step still needs. */
export function lacking(opening: Opening, farm: Farm, step: PurseStep, digits: number): string[] {
  if (step === 'customer') return opening.customerName.trim() === '' ? ['customerName'] : [];
  if (step === 'wells') return [...(farm.village ? [] : ['village']), ...(farm.areas.length > 0 && farm.areas.length <= AREAS_MOST ? [] : ['areas']), ...(priceClass(farm) === null ? ['priceClass'] : [])];
  if (step === 'first_load') return parseAmount(opening.pay, digits).ok ? [] : ['pay'];
  return [];
}

function priceClass(farm: Farm): number | null {
  const number = Number(farm.priceClass);
  return /^\d{1,3}$/.test(farm.priceClass) && number <= 255 ? number : null;
}

export function areaMembers([area_1 = '', area_2 = '', area_3 = '', area_4 = '']: string[]) {
  return { area_1, area_2, area_3, area_4 };
}

/** As POST /purse-applications and /accounts/open are told it. */
function terms(farm: Farm) {
  return { village: farm.village, area: farm.area, ...areaMembers(farm.areas), price_class: priceClass(farm) ?? 0 };
}

/** Of a scheme of purse cards: no meter, no plan. */
export function purseOpeningBody(opening: Opening, farm: Farm, scheme: string, digits: number) {
  return { customer: customerOf(opening), scheme, purse: terms(farm), first_sale: firstSaleOf(opening, digits) };
}

export function applicationBody(opening: Opening, farm: Farm) {
  return { new_customer: customerOf(opening), ...terms(farm) };
}
