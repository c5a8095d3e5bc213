import { useState } from 'react';

/** A small choice of this person at this workstation: hidden columns, density. */
export function useRemembered<Value>(name: string, start: Value): [Value, (value: Value) => void] {
  const key = `kwota.${name}`;
  const [value, setValue] = useState<Value>(() => {
    try {
      const kept = localStorage.getItem(key);
      return kept === null ? start : (JSON.parse(kept) as Value);
    } catch {
      return start;
    }
  });
  return [value, (fresh) => {
    localStorage.setItem(key, JSON.stringify(fresh));
    setValue(fresh);
  }];
}
