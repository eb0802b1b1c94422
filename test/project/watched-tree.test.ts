import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rememberedAnswers } from '../../src/project/remembered-answers.ts';
import { nodeDisk, watchedTree } from '../../src/project/watched-tree.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import { temporaryFolder, write } from './folder.ts';

const library = { 'src/authors.ts': 'authors', 'src/books/loans.ts': 'loans', 'node_modules/left/index.ts': 'left', 'notes.md': 'notes' };

test('says what the working tree says, whatever happens between looks', () => {
  const root = temporaryFolder(library);
  const watched = watchedTree(root);
  const plain = workingTree(root);
  const works = [
    () => undefined,
    () => { write(root, { 'src/books/copies.ts': 'copies' }); },
    () => { write(root, { 'src/authors.ts': 'Authors' }); },
    () => { renameSync(join(root, 'src/books'), join(root, 'src/shelves')); },
    () => { symlinkSync(join(root, 'src/authors.ts'), join(root, 'src/link.ts')); },
    () => { rmSync(join(root, 'src/authors.ts')); mkdirSync(join(root, 'src/authors.ts')); },
    () => { rmSync(join(root, 'src'), { recursive: true }); },
    () => { write(root, library); },
  ];
  const paths = [...Object.keys(library), 'src/books/copies.ts', 'src/shelves/loans.ts', 'src/link.ts', 'src', 'other/none.ts', '../none'];
  for (const [place, work] of works.entries()) {
    work();
    watched.look(0);
    for (const folder of ['', '.', 'src', 'src/books', 'none']) expect(watched.list(folder), `${place}: ${folder}`).toEqual(plain.list(folder));
    for (const path of paths) expect([watched.read(path), watched.exists(path)], `${place}: ${path}`).toEqual([plain.read(path), plain.exists(path)]);
  }
});

test('gives the same answer within a look, and begins none before it is time', () => {
  const root = temporaryFolder(library);
  let now = 0;
  const watched = watchedTree(root, { ...nodeDisk, now: () => now });
  expect(watched.read('notes.md')).toBe('notes');
  write(root, { 'notes.md': 'more notes' });
  now = 299;
  expect([watched.look(300), watched.read('notes.md')]).toEqual([1, 'notes']);
  now = 300;
  expect([watched.look(300), watched.read('notes.md')]).toEqual([2, 'more notes']);
});

test('a text of the same length, written in the same instant, is seen', () => {
  const root = temporaryFolder(library);
  const watched = watchedTree(root);
  const instant = new Date();
  utimesSync(join(root, 'notes.md'), instant, instant);
  expect(watched.read('notes.md')).toBe('notes');
  writeFileSync(join(root, 'notes.md'), 'nodes');
  utimesSync(join(root, 'notes.md'), instant, instant);
  watched.look(0);
  expect(watched.read('notes.md')).toBe('nodes');
});

test('a stamp is the same for as long as the text is', () => {
  const root = temporaryFolder(library);
  const watched = watchedTree(root);
  watched.read('notes.md');
  const before = watched.stamp('notes.md');
  write(root, { 'notes.md': 'notes' });
  watched.look(0);
  expect(watched.stamp('notes.md')).toBe(before);
  write(root, { 'notes.md': 'nodes' });
  watched.look(0);
  expect(watched.stamp('notes.md')).not.toBe(before);
});

test.each([
  ['a text', () => ({ 'notes.md': 'nodes' }), false],
  ['a file in a folder that was listed', () => ({ 'src/books/copies.ts': '' }), false],
  ['a file that was looked for', () => ({ 'drizzle.config.ts': '' }), false],
  ['what nobody asked for', () => ({ 'LICENSE': '' }), true],
])('answers hold or not when there is another: %s', (_, files, holds) => {
  const root = temporaryFolder(library);
  const watched = watchedTree(root);
  const { texts, ...answers } = rememberedAnswers(watched);
  texts.read('notes.md');
  texts.list('src');
  texts.exists('drizzle.config.ts');
  expect([answers.holds(), answers.wasRead('notes.md'), answers.wasRead('src/authors.ts')]).toEqual([true, true, false]);
  expect(['drizzle.config.ts', 'src/new.ts', 'LICENSE'].map((path) => answers.wouldNotice(path))).toEqual([true, true, false]);
  write(root, files());
  watched.look(0);
  expect(answers.holds()).toBe(holds);
});
