import { useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { get } from '../api/client';
import { everyAt } from '../api/lists';
import { useWords } from '../words/words';
import { SelectField, TextField, type Choice } from './fields';
import { asked, nameIn, REGISTERS, type Register, type RegisterName } from './registers';

type Row = Record<string, unknown>;
type Props = Omit<ComponentProps<typeof TextField>, 'suggest'> & { register: RegisterName };

/** A field whose codes stand in a small register: all of them are there to be chosen at once. */
export function FewField({ register, empty, ...field }: Props & { empty?: string }) {
  return <SelectField {...field} choices={useFew(register)} empty={empty} />;
}

/** The same where somebody may type what does not stand there. */
export function OfferedField({ register, ...field }: Props) {
  return <TextField {...field} suggest={useFew(register)} />;
}

function rowsOf(from: Register, signal: AbortSignal): Promise<{ rows: Row[] }> {
  if (from.whole) return get<{ rows: Row[] }>(from.path, signal);
  const part = asked(from).slice(1);
  return everyAt<Row>(part === '' ? from.path : `${from.path}?${part}`, signal);
}

function useFew(name: RegisterName): Choice[] {
  const { language } = useWords();
  const from: Register = REGISTERS[name];
  const list = useQuery({ queryKey: ['choices', 'few', name], queryFn: ({ signal }) => rowsOf(from, signal), staleTime: 30_000 });
  const label = from.label ?? ((row: Row) => [String(row[from.key]), nameIn(row, language, from.key)].filter((each, at, all) => each && all.indexOf(each) === at).join(' '));
  return (list.data?.rows ?? []).filter((row) => row[from.key]).map((row) => ({ value: String(row[from.key]), label: label(row) }));
}
