import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workingTree } from '../../src/project/working-tree.ts';
import { writeAll } from '../../src/project/write-files.ts';
import { temporaryFolder } from './folder.ts';

const library = { 'authors.sql': 'before', 'books.sql': 'before' };

function everything(root: string): Readonly<Record<string, string | null>> {
  const texts = workingTree(root);
  return Object.fromEntries(texts.list('').map((path) => [path, texts.read(path)]));
}

describe('writeAll', () => {
  test('replaces files and makes new ones, with their folders', () => {
    const root = temporaryFolder(library);
    const written = writeAll(
      root, [{ path: 'authors.sql', text: 'after é' }, { path: 'new/deep/loans.sql', text: '' }],
    );
    expect(written).toEqual({ ok: true });
    expect(everything(root)).toEqual({ 'authors.sql': 'after é', 'books.sql': 'before', 'new/deep/loans.sql': '' });
  });

  test('nothing changes if a file cannot be put beside its place', () => {
    const root = temporaryFolder(library);
    const written = writeAll(root, [
      { path: 'authors.sql', text: 'after' }, { path: 'new/loans.sql', text: 'after' }, {
        path: 'books.sql/inside.sql', text: 'after',
      },
    ]);
    expect(written).toMatchObject({ ok: false, path: 'books.sql/inside.sql' });
    expect(everything(root)).toEqual(library);
    expect(readdirSync(root).sort()).toEqual(['authors.sql', 'books.sql']);
  });

  test('nothing changes if a file cannot be moved to its place after others were', () => {
    const root = temporaryFolder({ ...library, 'folder/inside.sql': 'before' });
    const written = writeAll(root, [
      { path: 'authors.sql', text: 'after' }, { path: 'loans.sql', text: 'after' }, { path: 'folder', text: 'after' },
    ]);
    expect(written).toMatchObject({ ok: false, path: 'folder' });
    expect(everything(root)).toEqual({ ...library, 'folder/inside.sql': 'before' });
  });

  test('files are removed beside what is written, or stay where something cannot be', () => {
    const root = temporaryFolder(library);
    expect(writeAll(root, [{ path: 'loans.sql', text: 'new' }], ['nowhere.sql'])).toMatchObject({ ok: false, path: 'nowhere.sql' });
    expect(everything(root)).toEqual(library);
    const { 'books.sql': _, ...rest } = library;
    expect(writeAll(root, [{ path: 'loans.sql', text: 'new' }], ['books.sql'])).toEqual({ ok: true });
    expect(everything(root)).toEqual({ ...rest, 'loans.sql': 'new' });
  });

  test('one file named twice has the last text', () => {
    const root = temporaryFolder(library);
    expect(
      writeAll(root, [{ path: 'books.sql', text: 'first' }, { path: 'books.sql', text: 'last' }]),
    ).toEqual({ ok: true });
    expect(everything(root)).toEqual({ ...library, 'books.sql': 'last' });
  });

  test('permissions and links stay', () => {
    const root = temporaryFolder({ 'real/books.sql': 'before' });
    chmodSync(join(root, 'real/books.sql'), 0o750);
    symlinkSync('real/books.sql', join(root, 'link.sql'));
    expect(writeAll(root, [{ path: 'link.sql', text: 'after' }])).toEqual({ ok: true });
    expect(lstatSync(join(root, 'link.sql')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, 'real/books.sql'), 'utf8')).toBe('after');
    expect(statSync(join(root, 'real/books.sql')).mode & 0o777).toBe(0o750);
  });

  test('nothing to write is written', () => {
    expect(writeAll(temporaryFolder(), [])).toEqual({ ok: true });
  });
});
