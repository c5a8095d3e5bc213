import type { RefObject } from 'react';
import type { Counter } from './use_counter';

/** What panel B and its forms are given. */
export interface SalePanelProps {
  counter: Counter;
  amount: RefObject<HTMLInputElement | null>;
  received: RefObject<HTMLInputElement | null>;
  enter: () => void;
  showReceipt: (number: string) => void;
  /** The till prints by its browser: its dialog opens by itself. */
  printHere: (number: string) => void;
}
