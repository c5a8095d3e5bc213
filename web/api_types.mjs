// What travels between console and server, as the description of the API says it (src/serve/api/openapi.json): src/api/described.ts, made anew by each build.
import { compile } from 'json-schema-to-typescript';
import { readFileSync, writeFileSync } from 'node:fs';

const PLACE = '#/components/schemas/';
const described = JSON.parse(readFileSync(new URL('../src/serve/api/openapi.json', import.meta.url), 'utf8').replaceAll(PLACE, '#/definitions/'));

/** An object of which nothing is said may have anything; one whose members are said has no others. */
function opened(schema) {
  if (Array.isArray(schema)) return schema.map(opened);
  if (schema === null || typeof schema !== 'object') return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, opened(part)]));
  const bare = [schema.type].flat().includes('object') && !('properties' in schema) && !('additionalProperties' in schema);
  return bare ? { ...inside, additionalProperties: true } : inside;
}

const definitions = opened(described.components.schemas);
const everything = { title: 'Described', type: 'object', definitions, properties: Object.fromEntries(Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }])) };
const types = await compile(everything, 'Described', { additionalProperties: false, bannerComment: '', style: { singleQuote: true } });
const told = types
  .replace(/ \*\n \* This interface was referenced by `Described`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g, '')
  .replace(/\/\*\*\n \* This interface was referenced by `Described`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g, '')
  .replace(/export interface Described \{[^}]*\}\n/, '');
writeFileSync(new URL('src/api/described.ts', import.meta.url), `// Made by api_types.mjs of the API's description: what is to be changed is changed there.\n${told}`);
