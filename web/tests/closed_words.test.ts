import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ast from 'typescript/unstable/ast';
import { API, TypeFlags, type Project, type Type } from 'typescript/unstable/sync';
import { expect, it } from 'vitest';

// States, kinds and causes are closed: what the console compares with a word has a type that lists its words, so that a misspelt one, or one that the server has
// renamed, does not compile. Where it comes from the type is made of the server's own words (src/api/described.ts, src/api/row_words.ts; cells of lists: words/says.ts).

/** What these are called is open by its nature: names that are declared elsewhere, texts that somebody typed, addresses, figures as text. */
const OPEN = new Set([
  'id', 'name', 'column', 'family', 'register', 'grouped', 'queryKey', // names of columns, members, lists, groups
  'text', 'value', 'explained', 'number', 'sign', 'key', // what was typed or pressed, flags and figures as text
  'currency', 'place', 'made', 'codes', // ISO codes, a printer's address, details of an error
]);

type Compared = { node: ast.Node; whole: ast.Node };

const isWord = (node: ast.Node): boolean => (ast.isStringLiteral(node) || ast.isNoSubstitutionTemplateLiteral(node)) && node.text !== '';
const EQUALS = new Set<ast.SyntaxKind>([ast.SyntaxKind.EqualsEqualsEqualsToken, ast.SyntaxKind.ExclamationEqualsEqualsToken]);

/** What is held against words: a === 'b', switch (a), ['b', 'c'].includes(a). */
function comparedIn(node: ast.Node): Compared[] {
  if (ast.isBinaryExpression(node) && EQUALS.has(node.operatorToken.kind)) {
    if (isWord(node.right)) return [{ node: node.left, whole: node }];
    if (isWord(node.left)) return [{ node: node.right, whole: node }];
  }
  if (ast.isSwitchStatement(node) && node.caseBlock.clauses.some((one) => ast.isCaseClause(one) && isWord(one.expression))) return [{ node: node.expression, whole: node.expression }];
  if (ast.isCallExpression(node) && ast.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'includes') {
    const list = node.expression.expression;
    if (ast.isArrayLiteralExpression(list) && list.elements.some(isWord) && node.arguments[0]) return [{ node: node.arguments[0], whole: node }];
  }
  return [];
}

/** What the compared is called: a.state, row['state'], String(row['state']), state. */
function nameOf(node: ast.Node): string {
  if (ast.isIdentifier(node)) return node.text;
  if (ast.isPropertyAccessExpression(node)) return node.name.text;
  if (ast.isElementAccessExpression(node)) return ast.isStringLiteral(node.argumentExpression) ? node.argumentExpression.text : nameOf(node.expression);
  if (ast.isCallExpression(node) && node.arguments[0]) return nameOf(node.arguments[0]);
  return '';
}

function isOpen(type: Type | undefined): boolean {
  if (!type) return false;
  if (type.flags & (TypeFlags.String | TypeFlags.Any | TypeFlags.Unknown)) return true;
  return type.isUnionType() && type.getTypes().some(isOpen);
}

/** "file:line what": all that is held against words without having a type that lists them. What the browser declares – keys, addresses – is its own matter. */
function openComparisons(project: Project, isOurs: (file: string) => boolean): string[] {
  const { program, checker } = project;
  return program.getSourceFileNames().filter(isOurs).flatMap((name) => {
    const file = program.getSourceFile(name)!;
    const found: Compared[] = [];
    const visit = (node: ast.Node): void => {
      found.push(...comparedIn(node).filter((one) => !OPEN.has(nameOf(one.node))));
      node.forEachChild(visit);
    };
    visit(file);
    if (found.length === 0) return [];
    const types = checker.getTypeAtLocation(found.map((one) => one.node));
    const open = found.filter((_, at) => isOpen(types[at]));
    const symbols = open.length > 0 ? checker.getSymbolAtLocation(open.map((one) => one.node)) : [];
    const ours = open.filter((_, at) => !/node_modules|^bundled:/.test(symbols[at]?.valueDeclaration?.path ?? ''));
    return ours.map(({ whole }) => `${name.slice(name.lastIndexOf('/') + 1)}:${file.text.slice(0, whole.getStart(file)).split('\n').length} ${whole.getText(file)}`);
  });
}

function judged(config: string, isOurs: (file: string) => boolean): string[] {
  const api = new API();
  try {
    return openComparisons(api.updateSnapshot({ openProject: config }).getProjects()[0]!, isOurs);
  } finally {
    api.close();
  }
}

const SAMPLE = `
interface Told { state: string; closed: 'open' | 'shut'; name: string; row: Record<string, unknown> }
export function look(told: Told, event: { key: string }): unknown[] {
  switch (told.state) { case 'open': break; default: }
  return [told.state === 'open', 'open' !== told.state, ['open'].includes(told.state), told.row['state'] === 'open', told.closed === 'open', told.name === 'x', event.key === 'y', told.state === ''];
}`;

it('finds what is held against words without a type that lists them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'words-'));
  try {
    writeFileSync(join(folder, 'sample.ts'), SAMPLE);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, lib: ['ES2023'], types: [], noEmit: true }, files: ['sample.ts'] }));
    expect(judged(join(folder, 'tsconfig.json'), (file) => file.endsWith('/sample.ts'))).toEqual([
      'sample.ts:4 told.state', "sample.ts:5 told.state === 'open'", "sample.ts:5 'open' !== told.state", "sample.ts:5 ['open'].includes(told.state)", "sample.ts:5 told.row['state'] === 'open'",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('the console compares states, kinds and causes by closed types', () => {
  const root = join(import.meta.dirname, '..');
  expect(judged(join(root, 'tsconfig.json'), (file) => file.startsWith(join(root, 'src')))).toEqual([]);
}, 60_000);
