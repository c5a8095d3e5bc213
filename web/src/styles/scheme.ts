import { useSyncExternalStore } from 'react';

// Light or dark: what the machine is set to, or what this person chose at this workstation. Paper is white: while something is printed it is light.

export const CHOICES = ['system', 'light', 'dark'] as const;
export type SchemeChoice = (typeof CHOICES)[number];
export type Scheme = 'light' | 'dark';

const REMEMBERED = 'kwota.scheme';

export function schemeOf(choice: SchemeChoice, machineIsDark: boolean, printing: boolean): Scheme {
  if (printing) return 'light';
  if (choice !== 'system') return choice;
  return machineIsDark ? 'dark' : 'light';
}

interface Shown { choice: SchemeChoice; scheme: Scheme }

const listeners = new Set<() => void>();
let shown: Shown = { choice: 'system', scheme: 'light' };
let paper = false;

function remembered(): SchemeChoice {
  const kept = localStorage.getItem(REMEMBERED);
  return CHOICES.find((each) => each === kept) ?? 'system';
}

/** The root says it first: who is told afterwards reads the colours of the scheme there. */
function show(choice: SchemeChoice): void {
  const scheme = schemeOf(choice, matchMedia('(prefers-color-scheme: dark)').matches, paper || matchMedia('print').matches);
  document.documentElement.dataset['scheme'] = scheme;
  if (choice === shown.choice && scheme === shown.scheme) return;
  shown = { choice, scheme };
  listeners.forEach((tell) => tell());
}

/** Once, before anything is on the screen. */
export function beginScheme(): void {
  const again = (): void => show(shown.choice);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  matchMedia('print').addEventListener('change', again);
  addEventListener('beforeprint', () => { paper = true; again(); });
  addEventListener('afterprint', () => { paper = false; again(); });
  addEventListener('storage', (event) => { if (event.key === REMEMBERED) show(remembered()); });
  show(remembered());
}

export function chooseScheme(choice: SchemeChoice): void {
  localStorage.setItem(REMEMBERED, choice);
  show(choice);
}

export function useScheme(): Shown {
  return useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, () => shown);
}
