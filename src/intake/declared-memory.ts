import type { DeclaredSchema, SchemaInput } from '../parse/schema/read-schema.ts';

/** Reads a schema; the same files with the same imports give the same value again. */
export type SchemaReader = (input: SchemaInput) => DeclaredSchema;

/** Schemas that are kept: the one on disk and those an editor holds, each as `casing` names its columns and as it does not. */
const most = 6;

interface Known {
  readonly declared: DeclaredSchema;
  readonly isOf: (input: SchemaInput) => boolean;
}

/**
 * Keeps the last schemas with all that was asked when they were read. A schema is read again as soon as one of the
 * questions has another answer.
 */
export function rememberingSchemas(read: SchemaReader): SchemaReader {
  let known: readonly Known[] = [];
  return (input) => {
    const found = known.find(({ isOf }) => isOf(input)) ?? readNoting(input, read);
    known = [found, ...known.filter((each) => each !== found)].slice(0, most);
    return found.declared;
  };
}

function readNoting(input: SchemaInput, read: SchemaReader): Known {
  const { entries, casing, generation, parse, spelling } = input;
  const texts = new Map<string, string | null>();
  const imports = new Map<string, { readonly specifier: string; readonly from: string; readonly file: string | null }>();
  const declared = read({
    ...input,
    read: (path) => {
      const text = input.read(path);
      texts.set(path, text);
      return text;
    },
    resolve: (specifier, from) => {
      const file = input.resolve(specifier, from);
      imports.set(`${from}\0${specifier}`, { specifier, from, file });
      return file;
    },
  });
  return {
    declared,
    isOf: (other) => other.casing === casing && other.generation === generation && other.parse === parse && other.spelling === spelling
      && other.entries.length === entries.length && other.entries.every((entry, place) => entry === entries[place])
      && [...texts].every(([path, text]) => other.read(path) === text)
      && [...imports.values()].every(({ specifier, from, file }) => other.resolve(specifier, from) === file),
  };
}
