import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useId, useRef, useState, type FormEvent } from 'react';
import { get, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import type { CounterVault } from '../api/types';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import { Admission } from './admission';
import { useWords } from '../words/words';

const WATCH_MS = 5_000;

/** What this counter seals with, when it is a PSAM or a load SAM: what is left, why nothing can be sold, and where the holder enters his PIN. */
export function VaultBand() {
  const { t, first, money, decimal, day } = useWords();
  // Events tell of a PIN; a card that is lifted out of its own reader tells nobody.
  const vault = useQuery({ queryKey: ['vault'], queryFn: ({ signal }) => get<CounterVault>('/vault', signal), refetchInterval: (query) => (query.state.data?.kind === 'token' && !query.state.data.admission ? false : WATCH_MS) }).data;
  const session = useSession().data;
  if (!vault) return null;
  if (vault.kind === 'token') return vault.admission && session?.till ? <Admission admission={vault.admission} /> : null;
  const name = `${t(`counter_vault.kind_${vault.kind}`)} ${vault.label}`;
  const wants = vault.state === 'pin_wanted';
  const ready = vault.state === 'ready';
  return (
    <section className={`vault-band ${ready ? 'ready' : 'band warning'}`} aria-label={name} data-testid="vault-band" data-state={vault.state}>
      <p role={ready ? 'status' : 'alert'}>
        <strong>{name}</strong> {first([`counter_vault.${vault.state}_${vault.kind}`, `counter_vault.${vault.state}`], t('counter_vault.refused', { code: vault.code ?? '' }))}
      </p>
      {vault.load_sam && (
        <p className="quiet" data-testid="vault-left">
          {t('counter_vault.left', { holder: vault.load_sam.holder, amount: money(vault.load_sam.amount_left), count: decimal(vault.load_sam.count_left), day: day(vault.load_sam.valid_to) })}
        </p>
      )}
      {wants && may(session, 'sell') && <PinForm path="/vault/pin" fields={['pin']} />}
      {ready && vault.mother === 'pins_wanted' && may(session, 'sell') && <PinForm path="/vault/mother" fields={['mother_pin', 'control_pin']} />}
    </section>
  );
}

/** The holder's PIN stays in the field until it is sent, and is in nothing that the page remembers. */
function PinForm({ path, fields }: { path: string; fields: readonly string[] }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!form.current) return;
    const typed = new FormData(form.current);
    form.current.reset();
    const pins = Object.fromEntries(fields.map((name) => [name, String(typed.get(name) ?? '')]));
    if (fields.some((name) => pins[name] === '')) return;
    setProblem(null);
    try {
      cache.setQueryData(['vault'], await postSecret<CounterVault>(path, pins));
      for (const what of ['session', 'reader']) void cache.invalidateQueries({ queryKey: [what] });
    } catch (why) {
      setProblem(why);
      void cache.invalidateQueries({ queryKey: ['vault'] });
    }
  };
  return (
    <form className="vault-pin" noValidate autoComplete="off" ref={form} onSubmit={(event) => void enter(event)}>
      {fields.map((name) => (
        <Fragment key={name}>
          <label htmlFor={`${id}-${name}`}>{t(`counter_vault.${name}`)}</label>
          <input id={`${id}-${name}`} name={name} type="password" inputMode="numeric" maxLength={16} autoComplete="off" className="text-input" data-testid={`vault-${name.replace('_', '-')}`} />
        </Fragment>
      ))}
      <button type="submit" className="primary-button" data-testid="vault-pin-enter">{t('counter_vault.enter')}</button>
      <ProblemNote problem={problem} />
    </form>
  );
}
