import { moved } from '../form/day_text';

/** The month that is closed next: behind the newest that is closed; before any is, the last one that is over. */
export function nextMonth(closed: string | undefined, today: string): string {
  return closed ? moved(closed, 'month', 1) : moved(today.slice(0, 7), 'month', -1);
}
