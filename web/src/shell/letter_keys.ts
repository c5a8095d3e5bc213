import { useChosen } from '../table/chosen';

/** Single characters: whoever speaks to his machine, or rests his hand on the keys, can do without them (WCAG 2.1.4). Digits go on typing amounts. */
export const useLetterKeys = (): [boolean, (on: boolean) => void] => useChosen('letter_keys', true);

/** Whether a key that was pressed alone is one of them; with F keys, Enter, Esc and arrows nobody slips. */
export const isLetterKey = (key: string): boolean => [...key].length === 1 && !/^[0-9]$/.test(key);
