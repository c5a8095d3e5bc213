import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { get } from '../api/client';
import { Tag } from '../shell/marks';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import type { VaultsView } from './types';

const WATCH_MS = 10_000;

/** Two vaults that never meet: the office's own, in which keys are formed, and that of the counters, of which only they can tell. */
export function VaultsPage() {
  const { t, decimal } = useWords();
  const asked = useQuery({ queryKey: ['keys', 'vaults'], queryFn: ({ signal }) => get<VaultsView>('/keys/vaults', signal), refetchInterval: WATCH_MS });
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { vaults, counters } = asked.data;
  const office = vaults.find((vault) => vault.role === 'office');
  const sealing = vaults.find((vault) => vault.role === 'sealing');
  return (
    <div className="vaults">
      {office && <Vault which="office" name={office.name} health={office.health}><Count which="office-keys" label={t('vaults.keys')} of={office.keys} /></Vault>}
      <Vault which="counters" name={counters.name} health={counters.health} warning={counters.sample_keys ? t('vaults.sample_keys') : undefined}>
        <Count which="counters-keys" label={t('vaults.keys')} of={sealing?.keys ?? null} />
        <Count which="counters-pending" label={t('vaults.pending')} of={sealing?.pending ?? null} />
        <div><dt>{t('vaults.waiting')}</dt><dd data-testid="vault-counters-waiting">{decimal(counters.waiting)}</dd></div>
      </Vault>
    </div>
  );
}

/** null: the vault cannot be asked now. */
function Count({ which, label, of: count }: { which: string; label: string; of: number | null }) {
  const { t, decimal } = useWords();
  return <div><dt>{label}</dt><dd data-testid={`vault-${which}`}>{count === null ? <span className="quiet">{t('vaults.unknown')}</span> : decimal(count)}</dd></div>;
}

interface Props { which: 'office' | 'counters'; name: string; /** ok, or why it cannot be asked. */ health: VaultsView['counters']['health']; warning?: string; children?: ReactNode }

function Vault({ which: id, name, health, warning, children }: Props) {
  const { t, first } = useWords();
  const works = health === 'ok';
  return (
    <section className="card vault" aria-labelledby={`vault-${id}`} data-testid={`vault-${id}`} data-health={health}>
      <div className="card-head">
        <h2 id={`vault-${id}`}>{t(`vaults.title_${id}`)}</h2>
        <Tag tone={works ? 'good' : 'bad'}>{works ? t('vaults.works') : t('vaults.fails')}</Tag>
      </div>
      <p className="quiet">{t(`vaults.about_${id}`)}</p>
      {!works && <p className="problem-note" role="alert">{first([`vaults.health_${health}`], t('vaults.health_other', { code: health }))}</p>}
      {warning && <p className="note warning">{warning}</p>}
      <dl className="row-facts"><div><dt>{t('vaults.name')}</dt><dd>{name || <span className="quiet">{t('vaults.unknown')}</span>}</dd></div>{children}</dl>
    </section>
  );
}
