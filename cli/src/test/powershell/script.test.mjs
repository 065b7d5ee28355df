// PowerShell itself is in none of the registries that a build may use, so its script is not run:
// it is read with the grammar of the language, and its table compared with that for zsh, which is run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const grammar = import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(grammar)));

const completions = process.env.COMPLETIONS;
const script = readFileSync(`${completions}/sand.ps1`, 'utf8');
const root = parser.parse(script).rootNode;

function all(node, type) {
  return [...(node.type === type ? [node] : []), ...node.children.flatMap((child) => all(child, type))];
}

test('the grammar takes all of it', () => {
  const wrong = all(root, 'ERROR').map((node) => `line ${node.startPosition.row + 1}: ${node.text}`);
  assert.deepEqual(wrong, []);
  assert.equal(root.hasError, false);
});

test('the parser finds mistakes', () => {
  const opening = "'o-h::";
  assert.ok(script.includes(opening));
  assert.equal(parser.parse(script.replace(opening, opening.slice(1))).rootNode.hasError, true);
});

test('the strings of the table are those for zsh', () => {
  const [table] = all(root, 'function_statement').filter((node) => node.text.includes('Get-SandTable('));
  const strings = all(table, 'verbatim_string_characters').map((node) =>
    node.text.slice(1, -1).replaceAll("''", "'"),
  );
  const zsh = readFileSync(`${completions}/sand.zsh`, 'utf8').split('_sand_option()')[0];
  const expected = [...zsh.matchAll(/^\s+'(.*)'(\))?$/gm)].map((match) => match[1].replaceAll("'\\''", "'"));
  assert.ok(expected.length > 300);
  assert.deepEqual(strings, expected);
});

test('nothing that sand answers is put together to code', () => {
  const commands = all(root, 'command').map((node) => node.text);
  for (const word of ['Invoke-Expression', 'iex', 'Invoke-Command', 'Start-Process']) {
    assert.deepEqual(commands.filter((text) => text.startsWith(word)), []);
  }
  const invoked = all(root, 'command_invokation_operator').map((node) => node.parent.text);
  assert.deepEqual(invoked, ['& $program.Source $arguments 2>$null']);
});
