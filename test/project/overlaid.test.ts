import { describe, expect, it } from 'vitest';
import { overlaid } from '../../src/project/overlaid.ts';
import { memoryTexts } from '../kit/sample-project.ts';

const library = memoryTexts({
  'src/author.ts': 'export const author = 1;',
  'src/book.ts': 'export const book = 1;',
  'drizzle/0000_library.sql': 'create table author (id integer);',
});

describe('texts with buffers over them', () => {
  const texts = overlaid(library, new Map([
    ['src/book.ts', ''],
    ['src/loan/loan.ts', 'export const loan = 1;'],
    ['../shared/reader.ts', 'export const reader = 1;'],
  ]));

  it('read a buffer in place of the file, an empty one too', () => {
    expect(texts.read('src/book.ts')).toBe('');
    expect(texts.read('./src/book.ts')).toBe('');
    expect(texts.read('src/author.ts')).toBe('export const author = 1;');
    expect(texts.read('src/editor.ts')).toBeNull();
  });

  it('know of files that are not written yet', () => {
    expect(texts.exists('src/loan/loan.ts')).toBe(true);
    expect(texts.exists('src/loan')).toBe(false);
    expect(texts.list('src')).toEqual(['src/author.ts', 'src/book.ts', 'src/loan/loan.ts']);
    expect(texts.list('src/loan')).toEqual(['src/loan/loan.ts']);
    expect(texts.list('')).toEqual(['drizzle/0000_library.sql', 'src/author.ts', 'src/book.ts', 'src/loan/loan.ts']);
    expect(texts.list('../shared')).toEqual(['../shared/reader.ts']);
  });

  it('are the texts themselves where there is no buffer', () => {
    expect(overlaid(library, new Map())).toBe(library);
  });
});
