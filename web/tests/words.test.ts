import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { COUNTER_STATES, PURSE_TASKS, TASKS } from '../src/counter/names';
import { DEVICE_KINDS } from '../src/keys/device_kinds';
import { KEY_GROUPS, KEY_PAGES } from '../src/keys/registry';
import { KEY_ROLES } from '../src/keys/types';
import { LEVELS } from '../src/keys/steps';
import { PAGES } from '../src/office/registry';
import { Dictionary } from '../src/words/dictionary';

const root = join(import.meta.dirname, '..');
const languages = ['en', 'zh', 'ru'] as const;
const books = Object.fromEntries(languages.map((language) => [language, JSON.parse(readFileSync(join(root, '..', 'lang', `${language}.json`), 'utf8')) as Record<string, string>]));

const STEPS = ['backup_key', 'factors', 'ceremony', 'transport', 'backup_file', 'deliver', 'activate', 'meters'];

/** Why messages may wait for the counters: what the link and they refuse with. */
const TROUBLES = ['counters_away', 'counters_unknown', 'counters_forged', 'key_office_unknown', 'question_old', 'message_forged', 'message_out_of_order', 'message_unreadable', 'vault_offline'];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []));
}

const text = sources(join(root, 'src')).map((file) => readFileSync(file, 'utf8')).join('\n');
const groups = ['word', 'nav', 'lamp', 'search', 'bell', 'operator', 'sign_in', 'password', 'lock', 'state', 'problem', 'form', 'keys', 'till', 'shift', 'counter', 'take_back', 'supplement', 'replace_card', 'close', 'reprint',
  'issue_card', 'open', 'customer', 'service_point', 'receipt', 'approval', 'bench', 'lcd', 'page', 'page_note', 'table', 'column', 'in_doubt', 'card', 'sale', 'plan', 'verify', 'backup', 'about', 'import', 'amount', 'group', 'grant', 'language',
  'key_tree', 'factors', 'ceremony', 'component', 'key_backup', 'key_share', 'key_restore', 'vaults', 'key_devices', 'campaign', 'meter_keys', 'key_issue', 'key_meters', 'key_people', 'key_office', 'counters', 'fingerprint', 'shell', 'setting', 'purse'];
const literal = new RegExp(`['"\`]((?:${groups.join('|')})\\.[a-z0-9_.-]+)['"\`]`, 'g');
const used = [...new Set([...text.matchAll(literal)].map((match) => match[1]!))].filter((key) => !/\.(css|json)$/.test(key)).sort();

/** Ids of columns and names of form fields; a page's own id is none. */
const columns = [...new Set([...text.matchAll(/\{ (?:id|name): '([a-z0-9_]+)'(?!, group)/g)].map((match) => `column.${match[1]!}`))];

const families = [
  ...COUNTER_STATES.map((state) => `counter.say.${state}`),
  ...['done', 'not_done', 'not_yet_known', 'card_removed'].map((state) => `counter.outcome.${state}`),
  ...['confirmed', 'carried_again', 'still_unknown'].flatMap((outcome) => [`counter.in_doubt.${outcome}`, `counter.in_doubt_why.${outcome}`]),
  ...[...TASKS, ...PURSE_TASKS].flatMap((task) => [`counter.task.${task}`, `counter.task_say.${task}`]),
  ...['granted', 'active', 'blocked', 'paid_over', 'closed'].flatMap((state) => [`purse.needs_card_${state}`, `purse.say.needs_card_${state}`]),
  ...['done', 'not_done', 'unproven', 'open'].flatMap((end) => [`purse.settled.${end}`, `purse.settled_why.${end}`]),
  ...['own_card', 'free_card', 'made_card', 'going_on', 'owed', 'blocked_card', 'blank_card', 'waiting'].map((what) => `purse.lacks.${what}`),
  ...[...PAGES, ...KEY_PAGES].map((page) => `page.${page.id}`),
  ...['hours', 'a_minute', 'column.name', 'column.value', 'column.since', 'column.coming', 'column.narrower'].map((key) => `setting.${key}`),
  ...['coming', 'in_force', 'past', 'withdrawn'].map((state) => `state.setting.${state}`),
  ...['utility', 'usage_class', 'account'].flatMap((scope) => [`setting.scope.${scope}`, `setting.scope_name.${scope}`]),
  ...KEY_GROUPS.map((group) => `group.${group}`),
  ...STEPS.flatMap((step) => [`key_step.${step}`, `key_step.say_${step}`]),
  ...['download', 'update', 'forget', 'restore'].flatMap((work) => [`meter_keys.${work}`, `meter_keys.${work}_what`]),
  ...['done', 'in_doubt'].map((outcome) => `meter_keys.${outcome}`),
  ...['there', 'away', 'other', ...TROUBLES.map((code) => `trouble_${code}`)].map((state) => `counters.${state}`),
  ...KEY_ROLES.map((role) => `role.${role}`),
  ...[0, 1, 2].map((place) => `key_issue.wanted_${place}`),
  ...LEVELS.flatMap((level) => [`key_level.${level}`, `key_level_note.${level}`]),
  ...DEVICE_KINDS.flatMap((kind) => [`key_device.${kind}`, `key_device_lost.${kind}`]),
  ...['lamp.reader_empty', 'lamp.reader_card', 'lamp.reader_offline', 'grant.yes', 'grant.own', 'grant.second', 'grant.no'],
  ...['booked', 'carried', 'applied', 'in_doubt', 'taking_back', 'taken_back', 'reversed'].map((state) => `state.sale.${state}`),
  ...['open', 'recharge', 'supplement', 'take_back', 'replacement', 'closing', 'refund'].map((kind) => `sale_kind.${kind}`),
];

describe('every text has three languages', () => {
  it('the search finds the keys at all', () => expect(used.length).toBeGreaterThan(250));

  it.each(languages)('%s has every key that the console uses', (language) => {
    const missing = [...used, ...columns, ...families].filter((key) => !books[language]![key]);
    expect(missing).toEqual([]);
  });

  it.each(languages)('%s: every text can be read as a message', (language) => {
    const broken = Object.entries(books[language]!).filter(([, message]) => {
      try {
        new IntlMessageFormat(message, language);
        return false;
      } catch {
        return true;
      }
    }).map(([key]) => key);
    expect(broken).toEqual([]);
  });

  it('a drawer says one of what its page lists', () => {
    const lists = [...text.matchAll(/id: '([a-z-]+)', path: '\/[a-z-]+'|<DeclaredPage id="([a-z-]+)"/g)].map((match) => (match[1] ?? match[2])!);
    const drawers = [...new Set(lists)].filter((id) => books.en![`page.${id}`] !== undefined && !id.startsWith('figures-') && !['entries', 'balances'].includes(id));
    expect(drawers.length).toBeGreaterThan(45);
    for (const language of languages) expect(drawers.filter((id) => !books[language]![`page_one.${id}`]), language).toEqual([]);
  });

  it('counts as Russians count', () => {
    const russian = new Dictionary('ru', books['ru']!);
    expect([1, 2, 5, 21].map((days) => russian.say('counter.days', { days }))).toEqual(['1 день', '2 дня', '5 дней', '21 день']);
  });

  it('a text whose value is missing is shown bare, never a crash', () => {
    const english = new Dictionary('en', { hole: 'sold to {name}' });
    expect(english.say('hole')).toBe('sold to {name}');
  });
});
