import { useSearchParams } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { Tag, TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import { CheckValue } from './check_value';
import { FactorsCard } from './factors_card';
import { KeyAction } from './key_action';
import { StepsCard } from './steps_card';
import { branches, LEVELS, levelOf, versionsOf, versionUnderWay, type Branch, type Level } from './steps';
import type { KeyVersion, Tree, VaultRole } from './types';
import { useTree } from './use_keys';

/** All keys from the seed to the county, with what the books and what the vaults say of them – and the next step. */
export function TreePage() {
  const tree = useTree();
  if (tree.isError && !tree.data) return <Failed problem={tree.error} retry={() => void tree.refetch()} />;
  if (!tree.data) return <Loading />;
  return (
    <div className="key-tree">
      <StepsCard tree={tree.data} />
      <KeyTable tree={tree.data} />
      <FactorsCard tree={tree.data} />
      <DeviceCounts tree={tree.data} />
    </div>
  );
}

function KeyTable({ tree }: { tree: Tree }) {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const versions = versionsOf(tree);
  if (versions.length === 0) return <p className="state-box" data-testid="state-empty">{t('key_tree.empty')}</p>;
  const asked = Number(query.get('version'));
  const version = versions.includes(asked) ? asked : versionUnderWay(tree);
  // Keys that belong to no version of the tree – the supplier's, the servers' – are shown with each.
  const shown = tree.versions.filter((key) => key.version === version || levelOf(key) === 'supplier' || levelOf(key) === 'own');
  return (
    <section className="card key-table" aria-label={t('page.key-tree')}>
      <div className="card-head">
        <h2>{t('key_tree.keys')}</h2>
        <div className="segments" role="group" aria-label={t('column.version')}>
          {versions.map((each) => <button key={each} type="button" aria-pressed={each === version} data-testid={`version-${each}`} onClick={() => setQuery({ version: String(each) }, { replace: true })}>{t('key_tree.version', { version: each })}</button>)}
        </div>
      </div>
      {LEVELS.map((level) => <LevelTable key={level} level={level} keys={shown.filter((key) => levelOf(key) === level)} />)}
    </section>
  );
}

function LevelTable({ level, keys }: { level: Level; keys: KeyVersion[] }) {
  const { t, first } = useWords();
  const rows = branches(keys);
  if (rows.length === 0) return null;
  // Seed and tree have the version of the page, and come from the ceremony; the others are told apart one by one.
  const counted = level === 'supplier' || level === 'own';
  const suites = [...new Set(keys.map((key) => key.suite))];
  const vaults = (['office', 'sealing'] as const).filter((vault) => rows.some((row) => row[vault]));
  return (
    <table className="simple-table level" data-testid={`level-${level}`}>
      <caption>{t(`key_level.${level}`)}{!counted && <> · {suites.map((suite) => first([`key_suite.${suite}`], suite)).join(', ')}</>} <span className="quiet">{t(`key_level_note.${level}`)}</span></caption>
      <thead>
        <tr>
          <th scope="col">{t('column.purpose')}</th>{counted && <th scope="col" className="number">{t('column.version')}</th>}
          {vaults.map((vault) => <th key={vault} scope="col">{first([`key_vault.${vault}`], vault)}<span className="visually-hidden">: {t('column.check_value')}</span></th>)}
          <th scope="col">{t('column.state')}</th>{counted && <><th scope="col">{t('column.origin')}</th><th scope="col">{t('column.suite')}</th></>}<th scope="col">{t('column.valid_from')}</th><th scope="col"><span className="visually-hidden">{t('table.actions')}</span></th>
        </tr>
      </thead>
      <tbody>{rows.map((row) => <BranchRow key={`${row.purpose}/${row.version}`} row={row} vaults={vaults} counted={counted} />)}</tbody>
    </table>
  );
}

/** A purpose: its key in the office beside the one of the counters; state and validity are those of the key that is nearer to the counters. */
function BranchRow({ row, vaults, counted }: { row: Branch; vaults: VaultRole[]; counted: boolean }) {
  const { first, time } = useWords();
  const key = (row.sealing ?? row.office)!;
  return (
    <tr data-testid={`key-${row.purpose}-${row.version}`} data-state={key.state} data-origin={key.origin}>
      <th scope="row">{first([`key_purpose.${row.purpose}`], row.purpose)}</th>
      {counted && <td className="number">{row.version}</td>}
      {vaults.map((vault) => <td key={vault}>{row[vault] ? <span className="proof"><CheckValue of={row[vault].check_value} testid={`check-${vault}-${row.purpose}-${row.version}`} /> <Agreement of={row[vault]} /></span> : <span className="quiet">—</span>}</td>)}
      <td><TagOf kind="key" value={key.state} /> {!counted && key.origin === 'test' && <Tag tone="warning">{first(['key_origin.test'], 'test')}</Tag>}</td>
      {counted && <td>{first([`key_origin.${key.origin}`], key.origin)}</td>}
      {counted && <td>{first([`key_suite.${key.suite}`], key.suite)}</td>}
      <td>{time(key.valid_from ?? key.created, 'date')}</td>
      <td>{vaults.map((vault) => row[vault] && <Destroy key={vault} of={row[vault]} />)}</td>
    </tr>
  );
}

/** What the vault itself says: it has this key, with this check value. */
function Agreement({ of: key }: { of: KeyVersion }) {
  const { t } = useWords();
  if (key.state === 'destroyed') return <span className="quiet">—</span>;
  if (key.in_vault === false) return <Tag tone="bad">{t('key_tree.not_in_vault')}</Tag>;
  if (key.agrees === false) return <Tag tone="bad">{t('key_tree.differs')}</Tag>;
  if (key.agrees === true) return <span className="agrees" title={t('key_tree.agrees')}><span aria-hidden="true">✓</span><span className="visually-hidden">{t('key_tree.agrees')}</span></span>;
  return <span className="quiet">{t('key_tree.not_asked')}</span>;
}

/** Only what is no longer used can be destroyed; a backup keeps it nowhere else than in its files. */
function Destroy({ of: key }: { of: KeyVersion }) {
  const { t, first } = useWords();
  const session = useSession().data;
  if (!may(session, 'key_destroy') || key.state !== 'retired') return null;
  const name = first([`key_purpose.${key.purpose}`], key.purpose);
  return (
    <KeyAction label={`${t('key_tree.destroy')}: ${first([`key_vault.${key.vault}`], key.vault)}`} testid={`destroy-${key.vault}-${key.purpose}-${key.version}`}
      what={t('key_tree.destroy_what', { key: name, version: key.version, check_value: key.check_value, vault: first([`key_vault.${key.vault}`], key.vault) })}
      send={({ reason, approval, key: once }) => post('/keys/destroy', { vault: key.vault, purpose: key.purpose, version: key.version, reason, ...(approval ? { approval } : {}) }, { key: once })} />
  );
}

function DeviceCounts({ tree }: { tree: Tree }) {
  const { t, first } = useWords();
  if (tree.devices.length === 0) return null;
  return (
    <section className="card">
      <table className="simple-table" data-testid="device-counts">
        <caption>{t('key_tree.devices')}</caption>
        <thead><tr><th scope="col">{t('column.kind')}</th>{(['new', 'active', 'void', 'spoiled'] as const).map((state) => <th key={state} scope="col" className="number">{first([`key_device_state.${state}`], state)}</th>)}</tr></thead>
        <tbody>
          {tree.devices.map((device) => (
            <tr key={device.kind}><th scope="row">{first([`key_device.${device.kind}`], device.kind)}</th>
              {(['new', 'active', 'void', 'spoiled'] as const).map((state) => <td key={state} className="number">{device[state]}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
