import type { Table } from '../facts/catalog.ts';
import { isSnakeCase } from './snake-case.ts';

/** True if the name is snake_case but for names of the table and its columns, which are reported themselves. */
export function onlyRepeats(name: string, table: Table, acronyms: readonly string[] = []): boolean {
  const wrong = [table.written, ...table.columns.map((column) => column.written), ...referenced(table)]
    .filter((part) => !isSnakeCase(part, acronyms))
    .sort((left, right) => right.length - left.length);
  const rest = wrong.reduce((text, part) => text.replaceAll(part, 'x'), name);
  return rest !== name && isSnakeCase(rest, acronyms);
}

function referenced(table: Table): readonly string[] {
  return table.constraints.flatMap((constraint) =>
    constraint.kind === 'foreignKey' ? [constraint.references.written, ...constraint.referencedColumns] : []);
}
