import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { get } from '../api/client';
import { Tag } from '../shell/marks';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import type { VaultsView } from './types';

const WATCH_MS = 10_000;

/** The vaults as they answer now: the one in which keys are formed, the one where they arrive, and what the counters seal with. */
export function VaultsPage() {
  const { t, decimal } = useWords();
  const asked = useQuery({ queryKey: ['keys', 'vaults'], queryFn: ({ signal }) => get<VaultsView>('/keys/vaults', signal), refetchInterval: WATCH_MS });
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { vaults, counters } = asked.data;
  return (
    <div className="vaults">
      {vaults.map((vault) => (
        <Vault key={vault.role} which={vault.role} name={vault.name} health={vault.health}>
          <div><dt>{t('vaults.keys')}</dt><dd data-testid={`vault-${vault.role}-keys`}>{decimal(vault.keys)}</dd></div>
          <div><dt>{t('vaults.pending')}</dt><dd data-testid={`vault-${vault.role}-pending`}>{decimal(vault.pending)}</dd></div>
        </Vault>
      ))}
      <Vault which="counters" name={counters.name} health={counters.health} warning={counters.test_keys ? t('vaults.test_keys') : undefined} />
    </div>
  );
}

interface Props { which: 'office' | 'sealing' | 'counters'; name: string; health: string; warning?: string; children?: ReactNode }

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
      <dl className="row-facts"><div><dt>{t('vaults.name')}</dt><dd>{name}</dd></div>{children}</dl>
    </section>
  );
}
