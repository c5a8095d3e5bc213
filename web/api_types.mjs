// What travels between console and server, made anew by each build: src/api/described.ts, as the description of the API says it (src/serve/api/openapi.json, and for the
// rows of lists src/serve/api/rows.json, which follows from the columns that these declare), and
// src/api/row_words.ts, what a state or a kind in the row of a list can be, as the rows and requests themselves say it (words_of(…) in src/books and src/people),
// and src/api/pump_parameters.ts, what may be set of a pump, as it is declared for whoever orders it and for the pump (src/base/core/pump_settings.h), with what
// limits an order of it (src/sell/counter/account/pump_tool.h), and src/api/charge_kinds.ts, which kinds of charge a price plan may have and which keys each has, as they are
// declared (src/sell/tariff/plan/charges, in the order of charge_kinds.cpp), and src/api/entry_numbers.ts, how the number of an entry is shortened (src/sell/ledger/entry_number.h).
import { compile } from 'json-schema-to-typescript';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const PLACE = '#/components/schemas/';
const read = (name) => JSON.parse(readFileSync(new URL(`../src/serve/api/${name}`, import.meta.url), 'utf8').replaceAll(PLACE, '#/definitions/'));
const described = read('openapi.json');

/** An object of which nothing is said may have anything; one whose members are said has no others. */
function opened(schema) {
  if (Array.isArray(schema)) return schema.map(opened);
  if (schema === null || typeof schema !== 'object') return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, opened(part)]));
  const bare = [schema.type].flat().includes('object') && !('properties' in schema) && !('additionalProperties' in schema);
  return bare ? { ...inside, additionalProperties: true } : inside;
}

/** A code is one that the dictionaries have a sentence for. */
const texts = Object.keys(JSON.parse(readFileSync(new URL('../lang/en.json', import.meta.url), 'utf8')));
const codesOf = (family) => texts.filter((key) => key.startsWith(`${family}.`)).map((key) => key.slice(family.length + 1)).filter((code) => /^\w+$/.test(code));

const definitions = opened(described.components.schemas);
const rows = read('rows.json');
/** By the name of each operation what it answers when all is well. Lists are answered by pages of their rows. */
function answers() {
  const operations = Object.values(described.paths).flatMap((path) => Object.values(path)).filter((one) => one.operationId);
  const said = operations.map((one) => [one.operationId, (one.responses['200'] ?? one.responses['201'])?.content?.['application/json']?.schema]);
  return Object.fromEntries(said.filter(([, schema]) => schema).map(([name, schema]) => [name, opened(schema)]));
}
const answered = answers();
definitions.Answers = { type: 'object', description: 'By the name of each operation what it answers when all is well', properties: answered, required: Object.keys(answered) };
definitions.Listed = { type: 'object', description: 'By the name of each list what its rows hold', properties: rows, required: Object.keys(rows) };
definitions.CardPlace.tsType = "'wallet' | `reader:${string}` | `meter:${string}`";
definitions.ErrorCode.enum = codesOf('error');
definitions.LastErrorCode.enum = ['', ...codesOf('error')];
definitions.CardReason.enum = [...new Set([...codesOf('reason'), ...codesOf('error')])];
const everything = { title: 'Described', type: 'object', definitions, properties: Object.fromEntries(Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }])) };
const types = await compile(everything, 'Described', { additionalProperties: false, bannerComment: '', style: { singleQuote: true } });
const told = types
  .replace(/ \*\n \* This interface was referenced by `Described`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g, '')
  .replace(/\/\*\*\n \* This interface was referenced by `Described`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g, '')
  .replace(/export interface Described \{[^}]*\}\n/, '');
writeFileSync(new URL('src/api/described.ts', import.meta.url), `// Made by api_types.mjs of the API's description: what is to be changed is changed there.\n${told}`);

/** "enum class PurseStatus" with words_of(PurseStatus) beside it: type PurseStatus = 'granted' | … */
function rowWords() {
  const source = new URL('../src/', import.meta.url);
  const headers = ['books', 'people'].flatMap((room) => readdirSync(new URL(room, source), { recursive: true }).map((name) => `${room}/${name}`)).filter((name) => name.endsWith('.h')).sort();
  const tables = headers.flatMap((name) => [...readFileSync(new URL(name, source), 'utf8').matchAll(/words_of\((\w+)\) \{\s*return std::array<std::string_view, (\d+)>\{([^}]*)\};/g)].map(([, of, size, list]) => {
    const words = [...list.matchAll(/"([^"]*)"/g)].map(([, word]) => word);
    if (words.length !== Number(size)) throw new Error(`${name}: ${of} has ${size} words, and ${words.length} are read`);
    return `export type ${of} = ${words.map((word) => `'${word}'`).join(' | ')};\n`;
  }));
  return tables.join('');
}
writeFileSync(new URL('src/api/row_words.ts', import.meta.url), `// Made by api_types.mjs of the words in src/books and src/people: what is to be changed is changed there.\n${rowWords()}`);

/** "{PumpParameter::run_hours, 24, 1, 99}": { word: 'run_hours', least: 1, most: 99 }, in the order of their numbers. */
function pumpParameters() {
  const table = /pump_parameters\{\{([^;]*)\}\};/.exec(readFileSync(new URL('../src/base/core/pump_settings.h', import.meta.url), 'utf8'))?.[1] ?? '';
  const rows = [...table.matchAll(/\{PumpParameter::(\w+), [\d']+, ([\d']+), ([\d']+)\}/g)].map(([, word, least, most]) => `  { word: '${word}', least: ${least.replaceAll("'", '_')}, most: ${most.replaceAll("'", '_')} },\n`);
  if (rows.length === 0 || rows.length !== table.split('PumpParameter::').length - 1) throw new Error(`pump_settings.h: ${rows.length} parameters are read`);
  return `export const PUMP_PARAMETERS: readonly { word: string; least: number; most: number }[] = [\n${rows.join('')}];\n`;
}

/** "pump_test_seconds_max = 600": export const PUMP_TEST_SECONDS_MAX = 600. */
function pumpToolLimits() {
  const header = readFileSync(new URL('../src/sell/counter/account/pump_tool.h', import.meta.url), 'utf8');
  return ['pump_tool_days_default', 'pump_tool_days_max', 'pump_test_seconds_max'].map((name) => {
    const number = new RegExp(`\\b${name} = (\\d+)\\b`).exec(header)?.[1];
    if (number === undefined) throw new Error(`pump_tool.h: ${name} is not read`);
    return `export const ${name.toUpperCase()} = ${number};\n`;
  }).join('');
}
writeFileSync(new URL('src/api/pump_parameters.ts', import.meta.url), `// Made by api_types.mjs of src/base/core/pump_settings.h and src/sell/counter/account/pump_tool.h: what is to be changed is changed there.\n${pumpParameters()}${pumpToolLimits()}`);

/** "inline constexpr ChargeKind per_day{.word = …, .figure = ChargeFigure::amount, .keys = {.times = true}, .rhythm = …}" of each file that the list names. */
function chargeKinds() {
  const place = new URL('../src/sell/tariff/plan/', import.meta.url);
  const listed = [...(/every\[\] = \{([^}]*)\}/.exec(readFileSync(new URL('charge_kinds.cpp', place), 'utf8'))?.[1] ?? '').matchAll(/&(\w+)/g)].map(([, name]) => name);
  const files = readdirSync(new URL('charges/', place)).map((name) => readFileSync(new URL(`charges/${name}`, place), 'utf8')).join('');
  const kinds = listed.map((name) => {
    const declared = new RegExp(`ChargeKind ${name}\\{([\\s\\S]*?)\\};`).exec(files)?.[1];
    const word = /\.word = "(\w+)"/.exec(declared ?? '')?.[1];
    const figure = /\.figure = ChargeFigure::(\w+)/.exec(declared ?? '')?.[1];
    if (word === undefined || figure === undefined) throw new Error(`charges/: ${name} is not read`);
    const keys = [...(/\.keys = \{([^}]*)\}/.exec(declared)?.[1] ?? '').matchAll(/\.(\w+) = true/g)].map(([, key]) => `'${key}'`);
    return `  ${word}: { figure: '${figure}', keys: [${keys.join(', ')}], ofTheTotal: ${/\.of_the_total = true/.test(declared)} },\n`;
  });
  return `interface DeclaredCharge { figure: 'amount' | 'price' | 'percent'; keys: readonly string[]; ofTheTotal: boolean }\nexport const CHARGE_KINDS = {\n${kinds.join('')}} satisfies Record<string, DeclaredCharge>;\nexport type ChargeKind = keyof typeof CHARGE_KINDS;\n`;
}
writeFileSync(new URL('src/api/charge_kinds.ts', import.meta.url), `// Made by api_types.mjs of src/sell/tariff/plan/charges: what is to be changed is changed there.\n${chargeKinds()}`);

/** "entry_families{"shift", …}" and "entry_ends{…}": what an entry's number says that its kind says already. */
function entryNumbers() {
  const header = readFileSync(new URL('../src/sell/ledger/entry_number.h', import.meta.url), 'utf8');
  const list = (name) => {
    const words = [...(new RegExp(`${name}\\{([^}]*)\\}`).exec(header)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, word]) => word);
    if (words.length === 0) throw new Error(`entry_number.h: ${name} is not read`);
    return `[${words.map((word) => `'${word}'`).join(', ')}]`;
  };
  return `export const ENTRY_FAMILIES: readonly string[] = ${list('entry_families')};\nexport const ENTRY_ENDS: readonly string[] = ${list('entry_ends')};\n`;
}
writeFileSync(new URL('src/api/entry_numbers.ts', import.meta.url), `// Made by api_types.mjs of src/sell/ledger/entry_number.h: what is to be changed is changed there.\n${entryNumbers()}`);
